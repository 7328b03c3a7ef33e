import MagnusDashboard
import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@Suite struct KeymapReachabilityTests {
    @Test func shippedKeymapsNameOnlyRealActions() {
        #expect(Shipped.loader.names.count >= 3)
        for name in Shipped.loader.names {
            #expect(Shipped.loader.load(name).diagnostics.map(\.description) == [], "\(name)")
        }
    }

    @Test func everyActionHasAKeyInEveryShippedKeymap() {
        for name in Shipped.loader.names {
            let keymap = Shipped.keymap(name)
            for descriptor in ActionCatalog.descriptors {
                let isOptional = descriptor.name.hasPrefix("half-page")
                guard !isOptional else { continue }
                #expect(
                    keymap.hint(for: descriptor.name, in: [descriptor.context]) != nil,
                    "\(name): \(descriptor.context).\(descriptor.name) has no key")
            }
        }
    }

    /// Half pages have no key of their own in some keymaps; help still runs them.
    @Test func everyActionRunsFromHelp() throws {
        for action in DashboardAction.allCases {
            guard let descriptor = ActionCatalog.descriptors.first(where: { $0.name == action.rawValue }) else {
                Issue.record("\(action.rawValue) has no description")
                continue
            }
            #expect(!descriptor.title.isEmpty && descriptor.explanation.hasSuffix("."))
        }
    }

    @Test func everyDescriptorIsAnActionOrEditsText() {
        for descriptor in ActionCatalog.descriptors {
            #expect(
                DashboardAction(rawValue: descriptor.name) != nil || EditAction(rawValue: descriptor.name) != nil,
                "\(descriptor.name)")
        }
    }
}
