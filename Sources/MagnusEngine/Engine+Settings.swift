import MagnusDesk
import MagnusDomain
import MagnusMonitors

extension Engine {
    /// Reads the settings and puts them in force.
    func loadSettings() async {
        guard let settingsStore else { return }
        settingsSeenAt = world.clock.monotonicSeconds()
        let loaded = await settingsStore.load()
        settingsProblems = await settingsStore.problems()
        settings = loaded
        apply(loaded)
    }

    /// Takes in what a person wrote into the settings file while the engine runs. A mistake is said once with its place,
    /// and what was in force stays.
    func reloadSettings(now: Instant) async {
        guard let settingsStore else { return }
        let real = world.clock.monotonicSeconds()
        guard abs(real - settingsSeenAt) >= configuration.settingsEverySeconds else { return }
        settingsSeenAt = real
        let loaded = await settingsStore.load()
        let problems = await settingsStore.problems()
        if problems != settingsProblems {
            settingsProblems = problems
            tellSettingsProblems(now: now)
        }
        guard let former = settings, loaded != former else { return }
        let changed = loaded.descriptors.map(\.key).filter { loaded.value($0) != former.value($0) }
        settings = loaded
        apply(loaded)
        guard !changed.isEmpty else { return }
        let shown = changed.prefix(3).map { "\($0) = \(loaded.value($0)?.text ?? "")" }.joined(separator: ", ")
        let more = changed.count > 3 ? " and \(changed.count - 3) more" : ""
        tell(.information, "settings read again: \(shown)\(more)", now: now)
    }

    /// A line that is not in force is no secret of the log: a mistyped limit would stay at its default all day.
    func tellSettingsProblems(now: Instant) {
        guard let first = settingsProblems.first else { return }
        let more = settingsProblems.count > 1 ? " (and \(settingsProblems.count - 1) more: magnus doctor)" : ""
        tell(.failure, first + more, now: now)
    }

    private func apply(_ settings: SettingsSnapshot) {
        let former = configuration
        configuration.apply(settings)
        policy.settings = configuration.alerts
        schedule.settings = configuration.schedule
        if configuration.book != former.book {
            keeper.configure(configuration.book)
            keeper.prepare(now: world.clock.now())
            keeper.apply(previousMarks: previousMarks)
        }
        if configuration.monitors != former.monitors || configuration.book != former.book {
            monitorEvents.formUnion(MonitorName.allCases)
        }
        if configuration.scans != former.scans || configuration.scanList != former.scanList
            || configuration.ownList != former.ownList || configuration.watchList != former.watchList
        {
            isScanWanted = true
        }
        applyAnnotations()
    }

    /// Whether announcements wait.
    func isQuiet(_ now: Instant) -> Bool {
        guard let from = configuration.quietHours.from, let to = configuration.quietHours.to else { return false }
        return TimeOfDay.isBetween(from, to, now)
    }

    /// After quiet hours says in one notice what began meanwhile and still holds.
    func tellQuietAlerts(now: Instant) {
        guard !quietAlerts.isEmpty, !isQuiet(now) else { return }
        let kept = Set(quietAlerts)
        quietAlerts = []
        let alerts = shownAlerts.filter { kept.contains($0.id) && $0.state == .active }
        guard let worst = alerts.map(\.finding.priority).max() else { return }
        let names = alerts.prefix(4).map(\.finding.title).joined(separator: ", ")
        let more = alerts.count > 4 ? " and \(alerts.count - 4) more" : ""
        tell(
            worst >= .high ? .warning : .information, "\(alerts.count) alerts during quiet hours: \(names)\(more)",
            now: now)
    }
}
