import Glibc

/// Least squares of a few parameters by Levenberg and Marquardt with differences for the derivatives.
enum LeastSquaresSolver {
    struct Solution {
        var parameters: [Double]
        /// Half the sum of squares.
        var cost: Double
    }

    /// - Parameters:
    ///   - residuals: writes into its buffer, which it empties first; the same count every time. A residual that is not
    ///     finite makes the step refused.
    /// - Returns: nil where the start itself has no finite cost.
    static func minimise(
        start: [Double], iterations: Int = 150, residuals: ([Double], inout [Double]) -> Void
    ) -> Solution? {
        let count = start.count
        var best = start
        var base: [Double] = []
        residuals(best, &base)
        guard var cost = halfSquares(base) else { return nil }
        var damping = 1e-3
        var moved: [Double] = []
        var columns = [[Double]](repeating: [], count: count)
        var needsDerivatives = true
        var normal = [Double](repeating: 0, count: count * count)
        var gradient = [Double](repeating: 0, count: count)
        for _ in 0..<iterations {
            if needsDerivatives {
                for column in 0..<count {
                    let step = 1e-6 * max(1, abs(best[column]))
                    var shifted = best
                    shifted[column] += step
                    residuals(shifted, &moved)
                    columns[column] = zip(moved, base).map { ($0 - $1) / step }
                }
                for row in 0..<count {
                    gradient[row] = dot(columns[row], base)
                    for column in 0...row {
                        let value = dot(columns[row], columns[column])
                        normal[row * count + column] = value
                        normal[column * count + row] = value
                    }
                }
                needsDerivatives = false
            }
            var damped = normal
            for index in 0..<count {
                damped[index * count + index] += damping * max(normal[index * count + index], 1e-12)
            }
            guard let step = LinearSystem.solve(damped, gradient.map { -$0 }) else {
                damping *= 10
                if damping > 1e12 { break }
                continue
            }
            let candidate = zip(best, step).map { $0 + $1 }
            residuals(candidate, &moved)
            if let reached = halfSquares(moved), reached < cost {
                let gain = cost - reached
                best = candidate
                swap(&base, &moved)
                cost = reached
                damping = max(damping * 0.2, 1e-12)
                needsDerivatives = true
                if gain <= 1e-13 * (cost + 1e-300) { break }
            } else {
                damping *= 4
                if damping > 1e12 { break }
            }
        }
        return Solution(parameters: best, cost: cost)
    }

    private static func dot(_ left: [Double], _ right: [Double]) -> Double {
        var sum = 0.0
        for index in left.indices { sum += left[index] * right[index] }
        return sum
    }

    private static func halfSquares(_ values: [Double]) -> Double? {
        var sum = 0.0
        for value in values { sum += value * value }
        return sum.isFinite ? 0.5 * sum : nil
    }
}

/// A few linear equations.
enum LinearSystem {
    /// Gaussian elimination with row pivoting; nil where the matrix has no inverse within rounding.
    ///
    /// - Parameter matrix: row by row, as many rows as `right` has values.
    static func solve(_ matrix: [Double], _ right: [Double]) -> [Double]? {
        let count = right.count
        var a = matrix
        var x = right
        for column in 0..<count {
            var pivot = column
            for row in column..<count where abs(a[row * count + column]) > abs(a[pivot * count + column]) {
                pivot = row
            }
            let head = a[pivot * count + column]
            guard abs(head) > 1e-300, head.isFinite else { return nil }
            if pivot != column {
                for index in 0..<count { a.swapAt(pivot * count + index, column * count + index) }
                x.swapAt(pivot, column)
            }
            for row in column + 1..<max(count, column + 1) {
                let factor = a[row * count + column] / head
                guard factor != 0 else { continue }
                for index in column..<count { a[row * count + index] -= factor * a[column * count + index] }
                x[row] -= factor * x[column]
            }
        }
        for row in stride(from: count - 1, through: 0, by: -1) {
            var sum = x[row]
            for index in row + 1..<max(count, row + 1) { sum -= a[row * count + index] * x[index] }
            x[row] = sum / a[row * count + row]
        }
        return x.allSatisfy(\.isFinite) ? x : nil
    }
}
