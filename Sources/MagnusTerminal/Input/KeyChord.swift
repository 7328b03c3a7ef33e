/// A key without its modifiers.
public enum Key: Hashable, Sendable {
    /// A character as typed; a capital letter is its own character, without `shift`.
    case character(Character)
    case enter
    case tab
    case escape
    case backspace
    case delete
    case insert
    case up
    case down
    case left
    case right
    case home
    case end
    case pageUp
    case pageDown
    /// F1 to F35.
    case function(Int)
}

/// Modifiers held with a key.
public struct KeyModifiers: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let shift = KeyModifiers(rawValue: 1)
    public static let alt = KeyModifiers(rawValue: 2)
    public static let control = KeyModifiers(rawValue: 4)
}

/// A key with its modifiers: one element of a key sequence.
public struct KeyChord: Hashable, Sendable {
    public var key: Key
    public var modifiers: KeyModifiers

    /// Brings equal presses to one form: Shift with a letter is the capital letter, Control with a letter has the small one.
    public init(_ key: Key, _ modifiers: KeyModifiers = []) {
        self.key = key
        self.modifiers = modifiers
        guard case .character(let character) = key else { return }
        if modifiers.contains(.control) {
            self.key = .character(Self.single(character.lowercased()) ?? character)
        }
        if modifiers.contains(.shift), !modifiers.contains(.control), character != " " {
            self.key = .character(Self.single(character.uppercased()) ?? character)
            self.modifiers.remove(.shift)
        }
    }

    /// A typed character.
    public static func character(_ character: Character) -> KeyChord {
        KeyChord(.character(character))
    }

    /// The text this chord types into a field: a character without Control and Alt; nil otherwise.
    public var text: String? {
        guard case .character(let character) = key, modifiers.isDisjoint(with: [.control, .alt]) else { return nil }
        return String(character)
    }

    private static func single(_ text: String) -> Character? {
        text.count == 1 ? text.first : nil
    }
}
