import MagnusDomain

extension DelimitedProblem.Cause {
    /// What is wrong, for the reason of a row that is skipped.
    var words: String {
        switch self {
        case .controlByte(let byte): "control byte \(byte)"
        case .wrongEncoding: "bytes that are not in the file's encoding"
        case .textAfterQuote: "text behind a closing quote"
        case .unclosedQuote: "a quote that is not closed"
        case .fieldTooLong: "a cell that is too long"
        case .recordTooLong: "a row that is too long"
        }
    }
}
