internal import API
internal import Chain
internal import Explorer
internal import HTTP
internal import Node
internal import QRCode
internal import Service
internal import Wording

/// What the page of a class asks for.
extension Classroom {
    /// What answers requests by the page's port, and hands on those of the nodes.
    func frontRouter() -> Router {
        var router = Router()
        // No token here: who may change something is judged with the request itself.
        let access = NodeService.access(plan.common)
        router.origins = access.origins
        router.refusal = { access.refusal(of: $0, $1) }
        Routes.addExplorer(to: &router, page: .classroom)
        router.on(.get, .head, path: "/classroom") { [unowned self] _ in
            assumeIsolated { .now(.value(.ok, $0.view)) }
        }
        router.on(.get, .head, path: "/classroom/about") { [unowned self] request in
            assumeIsolated { .now(.value(.ok, $0.about(for: request))) }
        }
        router.on(.post, path: "/classroom/reset") { [unowned self] request in
            guard isTeachers(request) else { return .now(.notTeachers(request)) }
            return .soon { await self.answerReset() }
        }
        router.on(.post, path: "/classroom/links") { [unowned self] request in
            guard isTeachers(request) else { return .now(.notTeachers(request)) }
            return .soon { await self.answerLink(request.body) }
        }
        router.limitBodies(of: "/classroom/reset", to: 0)
        router.limitBodies(of: "/classroom/links", to: Self.linkBytes)
        for (place, name) in plan.names.enumerated() {
            router.mount(at: "/\(name)/", entrance: place + 1) { [unowned self] in
                assumeIsolated { $0.isClosed ? Self.closed : $0.rooms[place].router }
            }
        }
        return router
    }

    /// Answers for nodes that end: a search that began there would be for nothing.
    private static let closed = {
        var router = Router()
        router.refusal = { _, _ in
            .now(.error(.serviceUnavailable, .classBeginsAnew))
        }
        return router
    }()

    /// The longest body that says which nodes to join: two names, however they are escaped.
    private static let linkBytes = 1024

    // MARK: Who may do what

    /// Whether a request comes from the machine that all this runs on, or brings the token. What a proxy on this
    /// machine passes on comes from elsewhere.
    nonisolated func isTeachers(_ request: Request) -> Bool {
        token.isGiven(in: request.headers) || Access().registrant(of: request) == nil
    }

    // MARK: Answers

    private func answerReset() async -> Response {
        do throws(ClassroomError) {
            try await reset()
            return .value(.ok, view)
        } catch {
            return .error(error == .busy ? .conflict : .serviceUnavailable, error)
        }
    }

    private func answerLink(_ body: [UInt8]) async -> Response {
        let value: JSONValue
        do throws(JSONBodyError) {
            value = try JSONBody.value(of: body)
        } catch {
            return .error(.badRequest, error.statement.then(Self.linkExample))
        }
        guard let names = value["between"]?.elements?.map(\.string), names.count == 2,
            let areJoined = value["joined"]?.boolean
        else { return .error(.badRequest, Self.linkExample) }
        let places = names.compactMap { $0.flatMap(place(of:)) }
        guard places.count == 2, places[0] != places[1] else {
            let names = Statement.Value.text(plan.names.joined(separator: ", "))
            return .error(.badRequest, Statement(.classOtherNodes, ["names": names]).then(Self.linkExample))
        }
        do throws(RegistrationError) {
            try await set(places[0], places[1], areJoined: areJoined)
            return .value(.ok, view)
        } catch {
            return .error(.serviceUnavailable, .classNodesBusy)
        }
    }

    private static let linkExample = Statement(.classLinkExample)

    /// What stays the same: where people find this, and what it is.
    private func about(for request: Request) -> CanonicalText {
        let addresses = plan.addresses(port: port).map { url -> CanonicalText in
            let rows = QRCode(url)?.rows ?? []
            return .object(["qr": .array(rows.map { .string($0) }), "url": .string(url)])
        }
        return .object([
            "addresses": .array(addresses), "gossip": .boolean(plan.common.options.gossips),
            "mine_interval": plan.common.options.mineIntervalSeconds.map { .double($0) } ?? .null,
            "nodes": .array(rooms.map { .object(["name": .string($0.name), "port": .integer(Int($0.port))]) }),
            "students": .integer(plan.students), "teacher": .boolean(isTeachers(request)),
        ])
    }

    /// How many of each node's newest blocks are shown, and of how many bytes they may be to be counted out.
    private static let shownBlocks = 8
    private static let longestSummarized = 64 * 1024

    /// How things are: each node's newest blocks, and who is joined to whom.
    private var view: CanonicalText {
        .object([
            "links": .array(
                Self.pairs(rooms.count).map { one, other in
                    .object([
                        "between": .array([.string(rooms[one].name), .string(rooms[other].name)]),
                        "joined": .boolean(areJoined(one, other)),
                    ])
                }),
            "nodes": .array(rooms.map(view(of:))),
        ])
    }

    private func view(of room: Room) -> CanonicalText {
        let (chain, pending, isSearching, watchers) = room.service.node.assumeIsolated {
            ($0.chain, $0.mempool.pending.count, $0.isSearching, $0.watcherCount)
        }
        return .object([
            "blocks": blocks(of: room.name, chain), "length": .integer(chain.length), "mining": .boolean(isSearching),
            "name": .string(room.name), "pending": .integer(pending), "watchers": .integer(watchers),
        ])
    }

    /// The newest blocks, newest first; the same text as before, if the chain is the same.
    private func blocks(of name: String, _ chain: Blockchain) -> CanonicalText {
        let tip = chain.tipHash.description
        if let last = lastBlocks[name], last.tip == tip { return last.text }
        let newest = (max(chain.length - Self.shownBlocks, 0)..<chain.length).reversed()
        let text = CanonicalText.array(
            newest.map { position in
                let isShort = chain.blocks.textLength(at: position) <= Self.longestSummarized
                let count =
                    isShort
                    ? chain.summaries(position..<position + 1, textBytes: .max).first?.transactionCount : nil
                return .object([
                    "hash": .string(chain.blocks.hash(at: position).description), "index": .integer(position + 1),
                    "transactions": count.map { .integer($0) } ?? .null,
                ])
            })
        lastBlocks[name] = (tip, text)
        return text
    }
}

extension Response {
    fileprivate static func value(_ status: Status, _ text: CanonicalText) -> Response {
        .json(status, headers: [Header("Cache-Control", "no-store")], .bytes(text.bytes + [UInt8(ascii: "\n")]))
    }

    fileprivate static func notTeachers(_ request: Request) -> Response {
        .error(
            .unauthorized, headers: [Header("WWW-Authenticate", #"Bearer realm="forgechain classroom""#)],
            .notTheTeacher)
    }
}
