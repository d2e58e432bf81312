package dev.portcullis.waf.detect;

/** Elements and attributes of HTML, SVG and of what browsers once understood, by which script gets into a page. */
final class HtmlWords {
    /** Elements that are never harmless. */
    private static final WordTable ACTIVE = new WordTable(64);

    /** Elements that do harm through their attributes. */
    private static final WordTable LOADING = new WordTable(128);

    private static final WordTable STYLE = new WordTable(4);
    private static final WordTable HANDLERS = new WordTable(512);

    /** Attributes that load or bind by themselves. */
    private static final WordTable BINDING = new WordTable(64);

    static {
        ACTIVE.addAll("script handler listener vmlframe xss");
        STYLE.add("style");
        LOADING.addAll(
                "iframe object embed applet base link meta svg frame frameset xml layer ilayer bgsound import isindex"
                        + " noscript comment xsl stylesheet animation animate animatemotion animatetransform animatecolor set"
                        + " feimage foreignobject portal fencedframe");
        HANDLERS.addAll(
                "onabort onactivate onafterprint onafterscriptexecute onafterupdate onanimationcancel onanimationend"
                        + " onanimationiteration onanimationstart onauxclick onbeforeactivate onbeforecopy onbeforecut"
                        + " onbeforedeactivate onbeforeeditfocus onbeforeinput onbeforematch onbeforepaste onbeforeprint"
                        + " onbeforescriptexecute onbeforetoggle onbeforeunload onbeforeupdate onbegin onblur onbounce oncancel"
                        + " oncanplay oncanplaythrough oncellchange onchange onclick onclose oncontentvisibilityautostatechange"
                        + " oncontextlost oncontextmenu oncontextrestored oncontrolselect oncopy oncuechange oncut ondataavailable"
                        + " ondatasetchanged ondatasetcomplete ondblclick ondeactivate ondrag ondragdrop ondragend ondragenter"
                        + " ondragexit ondragleave ondragover ondragstart ondrop ondurationchange onemptied onend onended onerror"
                        + " onerrorupdate onfilterchange onfinish onfocus onfocusin onfocusout onformdata onformchange onforminput"
                        + " onfullscreenchange onfullscreenerror ongesturechange ongestureend ongesturestart ongotpointercapture"
                        + " onhashchange onhelp oninput oninvalid onkeydown onkeypress onkeyup onlanguagechange onlayoutcomplete"
                        + " onload onloadeddata onloadedmetadata onloadend onloadstart onlosecapture onlostpointercapture"
                        + " onmediacomplete onmediaerror onmessage onmessageerror onmousedown onmouseenter onmouseleave onmousemove"
                        + " onmouseout onmouseover onmouseup onmousewheel onmove onmoveend onmovestart onoffline ononline"
                        + " onorientationchange onoutofsync onpagehide onpagereveal onpageshow onpageswap onpaste onpause"
                        + " onplay onplaying onpointercancel onpointerdown onpointerenter onpointerleave onpointermove"
                        + " onpointerout onpointerover onpointerrawupdate onpointerup onpopstate onprogress onpropertychange"
                        + " onratechange onreadystatechange onrejectionhandled onrepeat onreset onresize onresizeend onresizestart"
                        + " onresume onreverse onrowdelete onrowenter onrowexit onrowinserted onrowsenter onrowsdelete onrowsinserted"
                        + " onscroll onscrollend onscrollsnapchange onscrollsnapchanging onsearch onsecuritypolicyviolation onseek"
                        + " onseeked onseeking onselect onselectionchange onselectstart onshow onslotchange onstalled onstart"
                        + " onstop onstorage onsubmit onsuspend onsyncrestored ontimeerror ontimeupdate ontoggle ontouchcancel"
                        + " ontouchend ontouchmove ontouchstart ontrackchange ontransitioncancel ontransitionend ontransitionrun"
                        + " ontransitionstart onunhandledrejection onunload onurlflip onvisibilitychange onvolumechange onwaiting"
                        + " onwebkitanimationend onwebkitanimationiteration onwebkitanimationstart onwebkitfullscreenchange"
                        + " onwebkitmouseforcechanged onwebkitmouseforcedown onwebkitplaybacktargetavailabilitychanged"
                        + " onwebkittransitionend onwebkitwillrevealbottom onwheel onzoom");
        BINDING.addAll("srcdoc xlink:href datasrc dataformatas datafld attributename folder ev:event ev:handler");
    }

    private HtmlWords() {}

    /** Whether the element, with or without a prefix, is never harmless. */
    static boolean isActive(byte[] a, int from, int to) {
        return ACTIVE.contains(a, local(a, from, to), to);
    }

    /** Whether the element holds a style sheet. */
    static boolean isStyle(byte[] a, int from, int to) {
        return STYLE.contains(a, local(a, from, to), to);
    }

    /** Whether the element is harmless at most without attributes. */
    static boolean isLoading(byte[] a, int from, int to) {
        return LOADING.contains(a, local(a, from, to), to) || isVector(a, from, to);
    }

    /** Whether the name has the prefix of SVG. */
    private static boolean isVector(byte[] a, int from, int to) {
        return to - from > 4
                && Bytes.lower(a[from]) == 's'
                && Bytes.lower(a[from + 1]) == 'v'
                && Bytes.lower(a[from + 2]) == 'g'
                && a[from + 3] == ':';
    }

    static boolean isHandler(byte[] a, int from, int to) {
        return HANDLERS.contains(a, from, to);
    }

    /** Whether the name has the form of a handler, though no browser is known for it. */
    static boolean isLikeHandler(byte[] a, int from, int to) {
        if (to - from < 5 || Bytes.lower(a[from]) != 'o' || Bytes.lower(a[from + 1]) != 'n') {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!Bytes.isLetter(a[i])) {
                return false;
            }
        }
        return true;
    }

    static boolean isBinding(byte[] a, int from, int to) {
        return BINDING.contains(a, from, to);
    }

    private static int local(byte[] a, int from, int to) {
        int i = to;
        while (i > from && a[i - 1] != ':') {
            i--;
        }
        return i;
    }
}
