import MagnusAnalysis

extension EngineConfiguration {
    /// Puts settings in force: what nobody chose gets its default back, what is no setting stays.
    public mutating func apply(_ settings: SettingsSnapshot) {
        let standard = EngineConfiguration()
        monitors = standard.monitors
        schedule = standard.schedule
        alerts = standard.alerts
        quietHours = standard.quietHours
        book = standard.book
        backups = standard.backups
        brokerClocks = standard.brokerClocks
        let profile = settings.value(SettingCatalogue.Key.scanProfile)?.string
        scans = ScanProfile.shipped.first { $0.name == profile } ?? standard.scans
        for binding in SettingCatalogue.bindings where settings.isChosen(binding.descriptor.key) {
            if let value = settings.value(binding.descriptor.key) { binding.write(value, &self) }
        }
        // One setting says how far an unconfirmed date may move: the flag of a row reads what the scan reads.
        book.unconfirmedEarningsDays = scans.unconfirmedDays
        book.rolls.unconfirmedEarningsDays = scans.unconfirmedDays
        // So do the marks P and D of a row and the alerts on it.
        book.pinFraction = monitors.expiration.pinFraction
        book.dividendSessions = monitors.assignment.dividendSessions
        scanList = settings.value(SettingCatalogue.Key.scanList)?.string ?? standard.scanList
        scanMinutes = settings.value(SettingCatalogue.Key.scanMinutes)?.number ?? standard.scanMinutes
        ownList = settings.value(SettingCatalogue.Key.ownList)?.strings ?? []
        watchList = settings.value(SettingCatalogue.Key.watchList)?.strings ?? []
    }
}
