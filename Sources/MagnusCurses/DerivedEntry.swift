import CNcurses
import Glibc

/// A terminfo entry derived from the terminal's own one.
///
/// It takes scrolling and the shifting of characters away: with them ncurses moves parts of the screen by regions and
/// `CSI n S` whenever lines look alike, whatever `idlok` says, which several emulators and recorders draw wrongly; shifted
/// lines end in the default background on some. Where asked it adds 24-bit colour: Debian's base system has no such entry
/// (`xterm-direct` is in ncurses-term), and COLORTERM says only that the terminal understands `38;2;r;g;b`.
enum DerivedEntry {
    /// Name of the entry derived from `term`; nil for a name that cannot be one. Its number rises whenever the content
    /// changes, because compiled entries are kept.
    static func name(for term: String, addsDirectColor: Bool) -> String? {
        let allowed = term.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"),
                UInt8(ascii: "."):
                return true
            default: return false
            }
        }
        guard allowed, !term.isEmpty, term.utf8.count < 64 else { return nil }
        return (addsDirectColor ? "magnus2-24bit-" : "magnus2-") + term
    }

    /// Source text for `tic`. Colours 0 to 7 keep their ANSI meaning, as in ncurses' own direct entries.
    static func source(name: String, term: String, addsDirectColor: Bool) -> String {
        let still = "ind@, ri@, indn@, rin@, csr@, il@, il1@, dl@, dl1@, ich@, ich1@, dch@, dch1@, smir@, rmir@"
        guard addsDirectColor else {
            return "\(name)|without scrolling over \(term),\n\t\(still), use=\(term),\n\n"
        }
        func select(_ ansi: String, _ direct: String) -> String {
            "\\E[%?%p1%{8}%<%t\(ansi)%p1%d%e\(direct);2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m"
        }
        return """
            \(name)|24-bit colour over \(term),
            \tRGB, colors#0x1000000, pairs#0x10000, ccc@, initc@, initp@, oc@, op=\\E[39;49m,
            \tsetaf=\(select("3", "38")),
            \tsetab=\(select("4", "48")),
            \tsetf@, setb@, \(still), use=\(term),

            """
    }

    /// Makes sure that the compiled entry is in `directory`, running `tic` the first time.
    /// - Returns: the folder for TERMINFO_DIRS and the entry's name; nil when it cannot be made.
    static func prepare(
        term: String, addsDirectColor: Bool, directory: String
    ) -> (directories: String, name: String)? {
        guard let name = name(for: term, addsDirectColor: addsDirectColor), !directory.isEmpty, !directory.contains(":")
        else { return nil }
        let folder = directory + "/terminfo"
        let compiled = folder + "/" + name.prefix(1) + "/" + name
        // The empty part stands for the places that were compiled into ncurses.
        let found = (directories: folder + ":", name: name)
        if access(compiled, R_OK) == 0 { return found }
        guard makeFolder(folder) else { return nil }
        // Written under a name of its own, since two processes may start at once.
        let text = folder + "/\(name).\(getpid()).ti"
        defer { unlink(text) }
        guard write(source(name: name, term: term, addsDirectColor: addsDirectColor), to: text) else { return nil }
        let arguments = ["tic", "-x", "-o", folder, text]
        guard run(arguments) == 0, access(compiled, R_OK) == 0 else { return nil }
        return found
    }

    private static func makeFolder(_ path: String) -> Bool {
        var prefix = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            prefix += "/" + part
            if mkdir(prefix, 0o700) != 0, errno != EEXIST { return false }
        }
        return true
    }

    private static func write(_ text: String, to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    }

    private static func run(_ arguments: [String]) -> Int32 {
        let copies = arguments.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let pointers = copies.map { UnsafePointer<CChar>($0) } + [nil]
        return pointers.withUnsafeBufferPointer { cn_run($0.baseAddress) }
    }
}
