package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.FileContents;
import dev.portcullis.waf.spi.BlockListProvider;
import dev.portcullis.waf.spi.GeoProvider;
import org.jspecify.annotations.Nullable;

/** Whom operators ask that need knowledge from outside; null where the application gives none. */
public record Providers(@Nullable GeoProvider geo, @Nullable BlockListProvider blockList, FileContents files) {}
