import MagnusAnalysis
import MagnusMonitors

/// A setting together with its place in the engine's configuration.
struct SettingBinding: Sendable {
    let descriptor: SettingDescriptor
    /// Puts an allowed value in force.
    let write: @Sendable (SettingValue, inout EngineConfiguration) -> Void

    typealias Path<Value> = WritableKeyPath<EngineConfiguration, Value> & Sendable

    /// A number; its default is the configuration's own.
    static func number(
        _ key: String, _ path: Path<Double>, _ range: ClosedRange<Double>, unit: String = "", _ explanation: String
    ) -> SettingBinding {
        SettingBinding(
            descriptor: SettingDescriptor(
                key: key, defaultValue: .number(EngineConfiguration()[keyPath: path]), range: .number(range),
                unit: unit, explanation: explanation),
            write: { value, configuration in
                if let number = value.number { configuration[keyPath: path] = number }
            })
    }

    /// A whole number; its default is the configuration's own.
    static func whole(
        _ key: String, _ path: Path<Int>, _ range: ClosedRange<Int>, unit: String = "", _ explanation: String
    ) -> SettingBinding {
        SettingBinding(
            descriptor: SettingDescriptor(
                key: key, defaultValue: .number(Double(EngineConfiguration()[keyPath: path])), range: .whole(range),
                unit: unit, explanation: explanation),
            write: { value, configuration in
                if let whole = value.number.flatMap({ Int(exactly: $0) }) { configuration[keyPath: path] = whole }
            })
    }

    /// A switch; its default is the configuration's own.
    static func flag(_ key: String, _ path: Path<Bool>, _ explanation: String) -> SettingBinding {
        SettingBinding(
            descriptor: SettingDescriptor(
                key: key, defaultValue: .flag(EngineConfiguration()[keyPath: path]), range: .flag,
                explanation: explanation),
            write: { value, configuration in
                if let flag = value.flag { configuration[keyPath: path] = flag }
            })
    }

    /// A time of the day in New York; empty for none.
    static func timeOfDay(_ key: String, _ path: Path<TimeOfDay?>, _ explanation: String) -> SettingBinding {
        SettingBinding(
            descriptor: SettingDescriptor(
                key: key, defaultValue: .text(""), range: .timeOfDay, explanation: explanation),
            write: { value, configuration in
                configuration[keyPath: path] = value.string.flatMap(TimeOfDay.init)
            })
    }

    /// One end of a range. The other end stays; ends in the wrong order are refused before, by ``SettingCatalogue``.
    static func bound<Bound: Comparable & Sendable>(
        _ descriptor: SettingDescriptor, _ path: Path<ClosedRange<Bound>>, isLower: Bool,
        _ read: @escaping @Sendable (SettingValue) -> Bound?
    ) -> SettingBinding {
        SettingBinding(
            descriptor: descriptor,
            write: { value, configuration in
                guard let bound = read(value) else { return }
                let present = configuration[keyPath: path]
                // While both ends are being written the first one may have to push the other along.
                configuration[keyPath: path] =
                    isLower
                    ? bound...max(bound, present.upperBound) : min(bound, present.lowerBound)...bound
            })
    }

    /// Both ends of a range of numbers.
    static func numbers(
        _ key: String, _ path: Path<ClosedRange<Double>>, _ range: ClosedRange<Double>, unit: String = "",
        _ explanation: String
    ) -> [SettingBinding] {
        let standard = EngineConfiguration()[keyPath: path]
        return [("low", standard.lowerBound, true), ("high", standard.upperBound, false)].map { end, value, isLower in
            bound(
                SettingDescriptor(
                    key: "\(key)_\(end)", defaultValue: .number(value), range: .number(range), unit: unit,
                    explanation: "\(isLower ? "least" : "most") \(explanation)"), path, isLower: isLower
            ) { $0.number }
        }
    }

    /// Both ends of a range of whole numbers.
    static func wholes(
        _ key: String, _ path: Path<ClosedRange<Int>>, _ range: ClosedRange<Int>, unit: String = "",
        _ explanation: String
    ) -> [SettingBinding] {
        let standard = EngineConfiguration()[keyPath: path]
        return [("low", standard.lowerBound, true), ("high", standard.upperBound, false)].map { end, value, isLower in
            bound(
                SettingDescriptor(
                    key: "\(key)_\(end)", defaultValue: .number(Double(value)), range: .whole(range), unit: unit,
                    explanation: "\(isLower ? "least" : "most") \(explanation)"), path, isLower: isLower
            ) { $0.number.flatMap { Int(exactly: $0) } }
        }
    }
}
