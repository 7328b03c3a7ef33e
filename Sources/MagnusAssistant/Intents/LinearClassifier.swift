import Glibc

/// A linear text classifier: TF-IDF over words, word pairs and character groups, one against the rest, squared hinge loss.
///
/// Trained by dual coordinate descent (Hsieh, Chang, Lin, Keerthi, Sundararajan, ICML 2008) in a fixed pseudo-random
/// order: the same examples give the same weights. Nothing in it knows about Magnus, so that it can be measured on any
/// labelled file.
public struct LinearClassifier: Sendable {
    /// Classes in order of first appearance.
    public let labels: [String]
    private let vocabulary: [UInt64: Int32]
    private let inverseFrequency: [Float]
    /// Feature-major: weights of all classes of a feature lie together.
    private let weights: [Float]

    /// A sparse vector of unit length.
    private struct Row {
        var features: [Int32] = []
        var values: [Float] = []
    }

    /// - Parameters:
    ///   - examples: words of a text (in lower case) and its label.
    ///   - cost: C of the squared hinge loss.
    ///   - minimumCount: features in fewer texts are left out.
    public init(
        examples: [(words: [String], label: String)], cost: Double = 1, epochs: Int = 12, minimumCount: Int = 1
    ) {
        var names: [String] = []
        var classIndex: [String: Int] = [:]
        var targets: [Int] = []
        let hashed = examples.map { TextFeatures.hashes(of: $0.words) }
        for example in examples {
            if let known = classIndex[example.label] {
                targets.append(known)
            } else {
                classIndex[example.label] = names.count
                targets.append(names.count)
                names.append(example.label)
            }
        }
        labels = names
        var documents: [UInt64: Int] = [:]
        for hashes in hashed {
            for hash in Set(hashes) { documents[hash, default: 0] += 1 }
        }
        let kept = documents.filter { $0.value >= minimumCount }.keys.sorted()
        var index: [UInt64: Int32] = [:]
        index.reserveCapacity(kept.count)
        var inverse: [Float] = []
        inverse.reserveCapacity(kept.count)
        for hash in kept {
            index[hash] = Int32(inverse.count)
            let count = Double(documents[hash] ?? 1)
            inverse.append(Float(log((1 + Double(examples.count)) / (1 + count)) + 1))
        }
        vocabulary = index
        inverseFrequency = inverse
        let rows = hashed.map { Self.row($0, index, inverse) }
        weights = Self.train(
            rows, targets: targets, classes: names.count, features: inverse.count, cost: cost, epochs: epochs)
    }

    private static func row(_ hashes: [UInt64], _ vocabulary: [UInt64: Int32], _ inverse: [Float]) -> Row {
        var counts: [Int32: Float] = [:]
        for hash in hashes {
            if let feature = vocabulary[hash] { counts[feature, default: 0] += 1 }
        }
        var row = Row()
        var square: Float = 0
        for feature in counts.keys.sorted() {
            let value = (1 + logf(counts[feature] ?? 1)) * inverse[Int(feature)]
            row.features.append(feature)
            row.values.append(value)
            square += value * value
        }
        let length = square.squareRoot()
        if length > 0 { for index in row.values.indices { row.values[index] /= length } }
        return row
    }

    private static func train(
        _ rows: [Row], targets: [Int], classes: Int, features: Int, cost: Double, epochs: Int
    ) -> [Float] {
        var result = [Float](repeating: 0, count: features * classes)
        let diagonal = Float(0.5 / cost)
        for target in 0..<classes {
            var weights = [Float](repeating: 0, count: features)
            var alpha = [Float](repeating: 0, count: rows.count)
            var order = Array(rows.indices)
            var state: UInt64 = 0x9E37_79B9_7F4A_7C15
            for _ in 0..<epochs {
                shuffle(&order, &state)
                for example in order {
                    let row = rows[example]
                    guard !row.features.isEmpty else { continue }
                    let sign: Float = targets[example] == target ? 1 : -1
                    var product: Float = 0
                    weights.withUnsafeBufferPointer { weights in
                        for position in 0..<row.features.count {
                            product += weights[Int(row.features[position])] * row.values[position]
                        }
                    }
                    let gradient = sign * product - 1 + diagonal * alpha[example]
                    if alpha[example] == 0, gradient >= 0 { continue }
                    let old = alpha[example]
                    // Rows have unit length: the second derivative is 1 + diagonal.
                    alpha[example] = max(0, old - gradient / (1 + diagonal))
                    let change = (alpha[example] - old) * sign
                    if change == 0 { continue }
                    weights.withUnsafeMutableBufferPointer { weights in
                        for position in 0..<row.features.count {
                            weights[Int(row.features[position])] += change * row.values[position]
                        }
                    }
                }
            }
            for feature in 0..<features { result[feature * classes + target] = weights[feature] }
        }
        return result
    }

    private static func shuffle(_ order: inout [Int], _ state: inout UInt64) {
        guard order.count > 1 else { return }
        for index in stride(from: order.count - 1, to: 0, by: -1) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            order.swapAt(index, Int((state >> 33) % UInt64(index + 1)))
        }
    }

    /// The margin of each class in the order of ``labels``: at least 1 is sure, under 0 is against it.
    public func margins(_ words: [String]) -> [Double] {
        var result = [Double](repeating: 0, count: labels.count)
        let row = Self.row(TextFeatures.hashes(of: words), vocabulary, inverseFrequency)
        for (feature, value) in zip(row.features, row.values) {
            let start = Int(feature) * labels.count
            for label in labels.indices { result[label] += Double(weights[start + label] * value) }
        }
        return result
    }

    /// Classes with their probabilities, best first: a softmax of the margins with a fixed temperature, chosen so that
    /// stated and observed accuracy agree on held-out phrases.
    public func classify(_ words: [String], temperature: Double = 0.16) -> [(label: String, probability: Double)] {
        let margins = margins(words)
        guard let highest = margins.max() else { return [] }
        let powers = margins.map { exp(($0 - highest) / temperature) }
        let total = powers.reduce(0, +)
        return zip(labels, powers).map { ($0, $1 / total) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }
}
