import MagnusDomain

/// The names under which broker accounts are booked.
///
/// The stated name, when there is one; else the format's account with the last four characters of the broker's number
/// (`ibkr-4321`); else the format's account alone. A whole number is personal and stands in no name, report or database.
enum AccountNaming {
    /// - Parameters:
    ///   - identifier: the broker's number as the file states it, nil when it states none.
    ///   - stated: the user's choice.
    static func name(ofBrokerAccount identifier: String?, format: ImportFormat, stated: String?) -> String {
        if let stated { return stated }
        guard let identifier, let tail = masked(identifier) else { return format.defaultAccount }
        return "\(format.defaultAccount)-\(tail)"
    }

    /// The last four letters and digits, upper case; nil when there are none.
    static func masked(_ identifier: String) -> String? {
        let characters = identifier.unicodeScalars.filter {
            (0x30...0x39).contains($0.value) || (0x41...0x5A).contains($0.value) || (0x61...0x7A).contains($0.value)
        }
        guard !characters.isEmpty else { return nil }
        return String(String.UnicodeScalarView(characters.suffix(4))).uppercased()
    }
}
