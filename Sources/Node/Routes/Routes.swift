internal import Chain
package import HTTP
internal import Records
internal import Wording

/// The node's HTTP API: the tutorial's paths with its words and status codes, and new ones.
///
/// Bodies are read as JSON whatever their Content-Type (``JSONBody``). Every answer is JSON. The tutorial has no
/// queries, so what a query says is ignored, however broken, unless it has a name that the path knows, or nearly
/// (``Query/init(_:knowing:)``).
package enum Routes {
    /// A router whose handlers must be called on the node's executor. `access` says who may do what.
    package static func router(for node: Node, access: Access = Access()) -> Router {
        var router = Router()
        router.origins = access.origins
        router.refusal = access.refusal(of:_:)
        router.on(.get, .head, path: "/chain") { request in node.assumeIsolated { .now(chain($0, request)) } }
        router.on(.get, .head, path: "/health") { _ in node.assumeIsolated { .now($0.currentAnswers.health) } }
        addMining(to: &router, node)
        addWork(to: &router, node)
        addTransactions(to: &router, node)
        addLedger(to: &router, node)
        addPeers(to: &router, node, access)
        addReading(to: &router, node)
        addForks(to: &router, node)
        addDescription(to: &router)
        addExplorer(to: &router)
        addExplaining(to: &router, node)
        addWatching(to: &router, node)
        addMetrics(to: &router, node)
        addOtherNames(to: &router, node)
        let bodies = node.options.limits.bodies
        router.limitBodies(of: "/transactions/new", to: bodies.paymentBytes)
        router.limitBodies(of: "/nodes/register", to: bodies.registrationBytes)
        router.limitBodies(of: "/gossip", to: bodies.gossipBytes)
        router.limitBodies(of: "/blocks/explain", to: bodies.explanationBytes)
        router.limitBodies(of: "/work", to: bodies.workBytes)
        return router
    }
}

extension Response {
    /// An answer with one object.
    static func object(
        _ status: Status, _ members: KeyValuePairs<String, CanonicalText>
    ) -> Response {
        .value(status, .object(members))
    }

    /// An answer with one value.
    static func value(_ status: Status, _ text: CanonicalText) -> Response {
        .json(status, .bytes(text.bytes + [UInt8(ascii: "\n")]))
    }

    /// The answer when the disk can't keep up with the requests.
    static var tooManyWaiting: Response {
        .error(.serviceUnavailable, .diskBusy)
    }

    /// The answer to a request whose change could not be stored.
    static func notKept(_ error: StorageError) -> Response {
        switch error {
        case .full, .failed, .unsure:
            .error(error.isFull ? .insufficientStorage : .serviceUnavailable, error)
        case .damaged:
            // The error contains a path, and advice for whoever runs the node.
            .error(.serviceUnavailable, .dataDamaged)
        }
    }
}
