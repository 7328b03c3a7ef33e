import Testing

/// The built program, run as a person or a script runs it. One after the other: each run wants a core for itself.
@Suite(.serialized) enum EndToEnd {}
