import CCurl
import Glibc

/// The one thread that talks to libcurl: takes commands, moves bytes, waits.
final class CurlLoop {
    private let multi: OpaquePointer
    private let mailbox: CurlMailbox
    private var transfers: [UInt64: CurlTransfer] = [:]

    private init(multi: OpaquePointer, mailbox: CurlMailbox) {
        self.multi = multi
        self.mailbox = mailbox
    }

    /// Makes the handle and its thread. The thread ends after the mailbox is closed, and frees the handle.
    static func start(connectionsPerHost: Int, connections: Int) throws(HTTPError) -> CurlMailbox {
        guard let multi = cc_multi_new(connectionsPerHost, connections) else {
            throw HTTPError(.clientFailed, detail: "libcurl cannot be started")
        }
        let mailbox = CurlMailbox(multi: multi)
        let context = Unmanaged.passRetained(CurlLoop(multi: multi, mailbox: mailbox))
        // Signals belong to the terminal's thread. SIGPIPE, blocked here, becomes EPIPE: with NOSIGNAL libcurl leaves it
        // to us, and OpenSSL writes without MSG_NOSIGNAL. Threads that libcurl makes to resolve names inherit the mask.
        var every = sigset_t()
        var former = sigset_t()
        sigfillset(&every)
        pthread_sigmask(SIG_SETMASK, &every, &former)
        defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        if failure != 0 {
            context.release()
            mailbox.retire()
            cc_multi_free(multi)
            throw HTTPError(.clientFailed, detail: "no thread, error \(failure)")
        }
        pthread_detach(thread)
        return mailbox
    }

    private func run() {
        var ending = HTTPError.Cause.clientClosed
        while true {
            let (commands, isClosed) = mailbox.take()
            for command in commands { carryOut(command) }
            if isClosed { break }
            var failure = cc_multi_perform(multi)
            conclude()
            if failure == 0 { failure = cc_multi_poll(multi, 60_000) }
            if failure != 0 {
                ending = .clientFailed
                break
            }
        }
        mailbox.retire()
        for case .start(let order) in mailbox.take().commands { order.refuse(HTTPError(ending)) }
        for id in Array(transfers.keys) { stop(id, ending) }
        cc_multi_free(multi)
    }

    private func carryOut(_ command: CurlMailbox.Command) {
        switch command {
        case .cancel(let id): stop(id, .cancelled)
        case .start(let order):
            if order.cancellation.isSet { return order.refuse(HTTPError(.cancelled)) }
            let transfer = CurlTransfer(order)
            do throws(HTTPError) {
                try transfer.start(on: multi)
                transfers[order.id] = transfer
            } catch {
                order.refuse(error)
            }
        }
    }

    private func stop(_ id: UInt64, _ cause: HTTPError.Cause) {
        transfers.removeValue(forKey: id)?.stop(on: multi, cause)
    }

    private func conclude() {
        var result = cc_result()
        while let handle = cc_multi_next(multi, &result) {
            if let context = result.context {
                let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                transfers.removeValue(forKey: transfer.id)
                transfer.conclude(result)
            } else {
                cc_transfer_free(handle)
            }
        }
    }
}
