package dev.portcullis.waf.pattern;

import java.util.Map;

/** A parsed pattern. */
record Syntax(Node root, int groups, Map<String, Integer> groupNames) {}
