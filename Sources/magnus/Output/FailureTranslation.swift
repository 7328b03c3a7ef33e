import MagnusDomain
import MagnusEngine
import MagnusStore

/// Turns the errors of the layers below into one line with what to do.
enum FailureTranslation {
    static func failure(from error: any Error) -> CommandFailure {
        switch error {
        case let failure as CommandFailure: failure
        case let error as HomeError: home(error)
        case let error as StoreError: store(error)
        case let error as MarketDataError: market(error)
        default: CommandFailure(.failed, code: "failed", "\(error)")
        }
    }

    private static func home(_ error: HomeError) -> CommandFailure {
        switch error {
        case .locked: CommandFailure(.failed, code: "home_locked", error.fault, hint: error.advice)
        case .cannotCreate, .readOnly: CommandFailure(.failed, code: "home_unusable", error.fault, hint: error.advice)
        }
    }

    private static func store(_ error: StoreError) -> CommandFailure {
        switch error {
        case .newerSchema: CommandFailure(.usage, code: "database_newer", error.description)
        case .damaged: CommandFailure(.failed, code: "database_damaged", error.description)
        case .missing: CommandFailure(.failed, code: "database_missing", error.description)
        case .mediumFailed: CommandFailure(.failed, code: "disk_failed", error.description)
        case .readOnly: CommandFailure(.failed, code: "home_unusable", error.description)
        case .diskFull: CommandFailure(.failed, code: "disk_full", error.description)
        case .unverifiedCopy: CommandFailure(.failed, code: "copy_unverified", error.description)
        case .restoreUnfinished: CommandFailure(.failed, code: "restore_unfinished", error.description)
        case .migrationFailed: CommandFailure(.failed, code: "migration_failed", error.description)
        case .unavailable, .unreadableRecord: CommandFailure(.failed, code: "database_unusable", error.description)
        }
    }

    private static func market(_ error: MarketDataError) -> CommandFailure {
        switch error {
        case .unknownSymbol(let symbol):
            CommandFailure(
                .notFound, code: "unknown_symbol", "\(symbol): no source knows this symbol",
                hint: "magnus watchlists lists the known ones")
        case .unreachable(let reason):
            CommandFailure(.unreachable, code: "unreachable", reason, hint: "try again later")
        case .malformed(let reason): CommandFailure(.unreachable, code: "malformed", reason)
        case .unsupported:
            CommandFailure(.failed, code: "unsupported", "the data source does not offer this")
        }
    }
}
