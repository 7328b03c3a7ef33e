import CNcurses

/// What the language settings of the process (LC_ALL, LC_CTYPE, LANG) let a terminal show.
public enum TerminalLocale {
    /// Whether characters are UTF-8; otherwise everything is written in ASCII, on the full screen and outside it.
    public static let isUnicode = cn_locale_is_utf8() != 0
}
