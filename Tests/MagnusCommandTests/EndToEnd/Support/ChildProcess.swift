import Glibc

/// Starting a program with chosen descriptors.
enum ChildProcess {
    enum Failure: Error {
        case noBinary([String])
        case spawn(Int32)
        case noTerminal
        case tookTooLong([String])
    }

    enum Descriptor {
        case path(String, flags: Int32)
        case copy(Int32)
    }

    /// The program that was built beside this test bundle.
    static func binary() throws -> String {
        guard let bundle = CommandLine.arguments.first(where: { $0.contains(".xctest") }) else {
            throw Failure.noBinary(CommandLine.arguments)
        }
        let folder = bundle.split(separator: "/", omittingEmptySubsequences: false).prefix { !$0.hasSuffix(".xctest") }
        return folder.joined(separator: "/") + "/magnus"
    }

    /// What every child needs: the dynamic Swift libraries, and no crash reporter that asks questions.
    static var inherited: [String] {
        ["PATH", "LD_LIBRARY_PATH"].compactMap { name in getenv(name).map { name + "=" + String(cString: $0) } }
            + ["SWIFT_BACKTRACE=enable=no"]
    }

    /// - Parameter descriptors: descriptors 0, 1 and 2 of the child.
    static func start(
        _ arguments: [String], environment: [String], descriptors: [Descriptor], isSessionLeader: Bool = false
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in descriptors.enumerated() {
            switch descriptor {
            case .path(let path, let flags):
                posix_spawn_file_actions_addopen(&actions, Int32(number), path, flags, 0o600)
            case .copy(let other): posix_spawn_file_actions_adddup2(&actions, other, Int32(number))
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // 0x80 is POSIX_SPAWN_SETSID: the first terminal a new session opens becomes its controlling one.
        let session: Int32 = isSessionLeader ? 0x80 : 0
        posix_spawnattr_setflags(&attributes, Int16(session | Int32(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)))
        var every = sigset_t()
        sigfillset(&every)
        posix_spawnattr_setsigdefault(&attributes, &every)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        let argv = arguments.map { strdup($0) } + [nil]
        let envp = environment.map { strdup($0) } + [nil]
        defer { for copy in argv + envp { free(copy) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, arguments[0], &actions, &attributes, argv, envp)
        guard code == 0 else { throw Failure.spawn(code) }
        return process
    }
}
