/// The labelled utterances the intent classifier is trained on: one phrase per line. Version 2, written for Magnus.
enum IntentPhrases {
    static let version = 2

    static let table: [(intent: Intent, phrases: String)] = book + risk + market + talk + history

    /// Every phrase with its label.
    static var examples: [(text: String, label: String)] {
        (table + colloquial).flatMap { entry in
            entry.phrases.split(separator: "\n").map { (String($0), entry.intent.rawValue) }
        }
    }
}
