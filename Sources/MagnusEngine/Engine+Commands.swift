import MagnusDesk
import MagnusDomain
import MagnusMonitors
import MagnusStore

extension Engine {
    public func perform(_ command: DeskCommand) async -> DeskReply {
        let now = world.clock.now()
        let unstoredBefore = unstoredCount
        let reply: DeskReply
        switch command {
        case .selectAccount(let name): reply = await select(name)
        case .acknowledge, .snooze, .dismiss, .mute, .unmute: reply = performAlert(command, now: now)
        case .undo: reply = undo(now: now)
        case .refresh:
            await world.market?.invalidate()
            await refresh(withHistory: true)
            // What was found stays until it is looked for anew: a candidate that one scan confirmed is not forgotten.
            isScanWanted = true
            reply = .message("refreshed")
        case .ask(let text, let context): reply = await ask(text, context)
        case .clearConversation: reply = clearConversation()
        case .setIntent(let strategy, let intent): reply = setIntent(intent, strategy: strategy, now: now)
        case .setNote(let strategy, let text): reply = await setNote(text, strategy: strategy, now: now)
        case .decideRoll(let roll, let verdict): reply = await decideRoll(roll, verdict, now: now)
        case .setSetting(let key, let value): reply = await setSetting(key, value, now: now)
        case .importFile(let path, let isDryRun): reply = await importFile(path, isDryRun: isDryRun)
        case .acceptDisclaimer: reply = acceptDisclaimer(now: now)
        case .cancelWork(let id): reply = cancelWork(id)
        case .setSpeed(let speed): reply = setSpeed(speed)
        }
        publish()
        // What is not on disk is not said to be done, nor to be taken back.
        let isChange = reply == .done || command == .undo
        if isChange, let words = unstoredWords(after: unstoredBefore) { return .message(words) }
        return reply
    }

    private func select(_ name: String) async -> DeskReply {
        do {
            try chooseAccount(name)
        } catch {
            return .refused("\(error)")
        }
        await refresh(withHistory: true)
        monitorEvents.formUnion(MonitorName.allCases)
        // Candidates were judged by the cash and the shares of the account before.
        isScanWanted = true
        return .done
    }

    private func performAlert(_ command: DeskCommand, now: Instant) -> DeskReply {
        do throws(AlertCommandError) {
            let outcome: AlertPolicyOutcome
            let answer: AlertAnswer
            switch command {
            case .acknowledge(let alert):
                outcome = try policy.acknowledge(alert, now: now)
                answer = AlertAnswer(data: ["answer": "acknowledged", "alert": alert])
            case .dismiss(let alert):
                outcome = try policy.dismiss(alert, now: now)
                answer = AlertAnswer(data: ["answer": "dismissed", "alert": alert])
            case .snooze(let alert, let length):
                outcome = try snooze(alert, length, now: now)
                var data = ["answer": "snoozed", "alert": alert]
                let slept = outcome.changed.first { $0.id == alert }
                data["until"] = slept?.snoozedUntil?.rfc3339
                data["until_price"] = slept?.snoozedUntilPrice.flatMap { DecimalText.text($0, decimals: 2) }
                answer = AlertAnswer(data: data)
            case .mute(let monitor, let symbol):
                let mute = MonitorMute(monitor: monitor, symbol: symbol)
                outcome = policy.mute(mute, now: now)
                mutedAlerts[mute, default: []].formUnion(outcome.changed.map(\.id))
                answer = AlertAnswer(
                    data: ["answer": "muted", "monitor": monitor.rawValue, "symbol": symbol ?? ""], changesMutes: true)
            case .unmute(let monitor, let symbol):
                let mute = MonitorMute(monitor: monitor, symbol: symbol)
                outcome = policy.unmute(mute, revealing: mutedAlerts[mute] ?? [], now: now)
                // What began under the mute is found at once, not at the monitor's next turn.
                monitorEvents.insert(monitor)
                answer = AlertAnswer(
                    data: ["answer": "unmuted", "monitor": monitor.rawValue, "symbol": symbol ?? ""], changesMutes: true
                )
            default: return .refused("not a command on an alert")
            }
            remember(.alerts)
            take(outcome, answer: answer, now: now)
            return .done
        } catch {
            return .refused(Self.words(error))
        }
    }

    private func snooze(
        _ id: String, _ length: SnoozeLength, now: Instant
    ) throws(AlertCommandError) -> AlertPolicyOutcome {
        guard let alert = policy.alert(id) else { throw .unknownAlert(id) }
        let end: Instant
        switch length {
        case .minutes(let minutes): end = now.adding(seconds: Double(minutes) * 60)
        case .untilClose:
            let status = market.calendar.status(at: now)
            end = status.session.map { max($0.close, now.adding(seconds: 60)) } ?? status.nextOpen
        case .untilExpiry:
            guard let deadline = alert.finding.deadline else { throw .alreadyPast }
            end = deadline
        case .untilPrice(let price):
            let spot = alert.finding.symbol.flatMap { spots[$0] }
            return try policy.snooze(id, .untilPrice(price), spot: spot, now: now)
        }
        return try policy.snooze(id, .until(end), now: now)
    }

    private static func words(_ error: AlertCommandError) -> String {
        switch error {
        case .unknownAlert(let id): "\(id): no such alert"
        case .alreadyResolved: "that alert has already ended"
        case .invalidPrice: "a price must be a positive number"
        case .alreadyPast: "the end of the snooze is not in the future"
        case .noSpot: "no usable price of the symbol to wait for"
        case .nothingToUndo: "nothing to take back"
        }
    }

    /// As many steps as the alert policy keeps of its own: neither grows with the days of a session.
    func remember(_ step: UndoStep) {
        undoSteps.append(step)
        if undoSteps.count > AlertPolicy.undoLimit { undoSteps.removeFirst() }
    }

    private func undo(now: Instant) -> DeskReply {
        guard let step = undoSteps.popLast() else { return .refused("nothing to take back") }
        switch step {
        case .alerts:
            do throws(AlertCommandError) {
                let outcome = try policy.undo(now: now)
                let alerts = outcome.changed.map(\.id).sorted().joined(separator: " ")
                take(
                    outcome, answer: AlertAnswer(data: ["answer": "taken back", "alerts": alerts], changesMutes: true),
                    now: now)
            } catch {
                return .refused(Self.words(error))
            }
        case .intent(let strategy, let before):
            intents[strategy] = before
            store { try $0.annotations.setIntent(before, strategy: strategy, now: now) }
        case .notes(let before):
            for (key, text) in before { notes[key] = text }
            store { repositories in
                for (key, text) in before.sorted(by: { $0.key < $1.key }) {
                    try repositories.annotations.setNote(text ?? "", strategy: key, now: now)
                }
            }
        case .rollVerdict(let roll, let before):
            rollVerdicts[roll] = before
            store { try $0.annotations.setRollVerdict(before, roll: roll, now: now) }
        }
        applyAnnotations()
        return .message("taken back")
    }

    private func setIntent(_ intent: PositionIntent, strategy: String, now: Instant) -> DeskReply {
        remember(.intent(strategy: strategy, before: intents[strategy]))
        intents[strategy] = intent
        store { try $0.annotations.setIntent(intent, strategy: strategy, now: now) }
        applyAnnotations()
        monitorEvents.formUnion(MonitorName.allCases)
        return .done
    }

    private func setSetting(_ key: String, _ text: String, now: Instant) async -> DeskReply {
        guard let settingsStore, let descriptor = settings?.descriptor(key) else {
            return .refused("\(key): no such setting")
        }
        guard let value = descriptor.range.value(from: text) else {
            return .refused("\(key): \(text) is not allowed; allowed: \(descriptor.allowed)")
        }
        if var wanted = settings {
            wanted.set(key, value, origin: .file)
            if let conflict = SettingCatalogue.conflicts(in: wanted).first(where: { $0.low == key || $0.high == key }) {
                return .refused(conflict.words)
            }
        }
        do throws(SettingError) {
            try await settingsStore.save(key: key, value: value)
        } catch {
            return .refused(error.description)
        }
        // The file holds no credentials: none is a setting.
        let change = ["setting": key, "from": settings?.value(key)?.text ?? "", "to": value.text]
        store { try $0.audit.append(.settingChanged, change, now: now) }
        await loadSettings()
        return .message("\(key) = \(value.text)")
    }

    private func importFile(_ path: String, isDryRun: Bool) async -> DeskReply {
        guard let importer else { return .refused("files cannot be imported here") }
        guard importTask == nil else { return .refused("another import is running: Ctrl-C ends it") }
        let work = ImportWork()
        let task = Task { try await importer.importFile(path: path, isDryRun: isDryRun) { work.tell($0) } }
        importTask = task
        importWork = work
        publish()
        defer {
            importTask = nil
            importWork = nil
        }
        let summary: ImportSummary
        do {
            summary = try await task.value
        } catch {
            return .refused(HarmlessText.sanitised("\(error)", maximumLength: 300))
        }
        if !isDryRun { await takeImported() }
        return .imported(summary)
    }

    /// Takes in what an import has stored. What fails here is told and tried again at the next step: it is stored all the
    /// same.
    private func takeImported() async {
        lastAccountSync = nil
        // What was imported into an account that is loaded may also replace entries of it: it is folded anew.
        keeper.forgetImported()
        do {
            // What was said of a replaced entry is now said of the one in its place.
            rollVerdicts = try repositories.annotations.rollVerdicts()
            notes = try repositories.annotations.notes()
            try await syncAccounts(now: world.clock.now())
        } catch {
            lastAccountSync = nil
            reportStore(error)
        }
    }

    private func acceptDisclaimer(now: Instant) -> DeskReply {
        isDisclaimerAccepted = true
        store {
            try $0.values.set(
                [
                    "disclaimer.accepted": EngineConfiguration.disclaimerVersion,
                    "disclaimer.acceptedAt": now.rfc3339,
                ], now: now)
        }
        return .done
    }

    private func cancelWork(_ id: String) -> DeskReply {
        if id == ImportWork.identifier, let importTask {
            // It says itself that nothing was stored, or that it was too late.
            importTask.cancel()
            return .done
        }
        if id == RiskAnswer.workIdentifier {
            // A moment too late is no failure: what came of it is there.
            riskTask?.cancel()
            return .done
        }
        guard id != ImportWork.identifier, let task = scanTask else { return .refused("nothing is running") }
        task.cancel()
        scanTask = nil
        // Counts as an attempt: the next tick does not start over what was just stopped.
        lastScanAttempt = world.clock.now()
        isScanWanted = false
        return .message("cancelled")
    }

    private func setSpeed(_ speed: Double) -> DeskReply {
        guard world.kind == .simulated || world.kind == .replay else {
            return .refused("real time cannot be hurried")
        }
        guard speed.isFinite, (0...3600).contains(speed) else { return .refused("speed is 0 to 3600") }
        world.clock.setSpeed(speed)
        return .message(speed == 0 ? "clock stopped" : "speed x\(SettingValue.number(speed).text)")
    }
}
