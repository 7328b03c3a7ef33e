/// The labelled utterances the intent classifier is trained on: one phrase per line. Version 1, written for Magnus.
enum IntentPhrases {
    static let version = 1

    static let table: [(intent: Intent, phrases: String)] = book + risk + market + talk

    /// Every phrase with its label.
    static var examples: [(text: String, label: String)] {
        table.flatMap { entry in
            entry.phrases.split(separator: "\n").map { (String($0), entry.intent.rawValue) }
        }
    }
}
