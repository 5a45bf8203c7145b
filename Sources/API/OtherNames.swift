public import Chain
public import Wording

/// Tells which keys of a request are those that are missing, by another name or misspelt.
public struct OtherNames: Sendable {
    /// The names that are taken, each with what others call it, in lower case and without signs.
    private let names: [(name: String, others: Set<String>)]

    /// Those of a payment.
    public static let payment = OtherNames(names: [
        (
            "sender",
            ["from", "payer", "source", "src", "remitente", "emisor", "origen", "de", "发送者", "发送方", "付款人"]
        ),
        (
            "recipient",
            [
                "receiver", "reciever", "to", "payee", "target", "destination", "dest", "dst", "beneficiary",
                "destinatario",
                "receptor", "para", "接收者", "接收方", "收款人",
            ]
        ),
        (
            "amount",
            [
                "value", "sum", "amt", "quantity", "qty", "coins", "money", "cantidad", "importe", "monto", "金额", "数量",
            ]
        ),
    ])

    /// That of a list of peers.
    public static let nodes = OtherNames(names: [
        (
            "nodes",
            [
                "node", "peers", "peer", "total", "url", "urls", "host", "hosts", "neighbours", "neighbors", "nodos",
                "节点", "",
            ]
        )
    ])

    /// Words that others put behind a name.
    private static let endings = ["addresses", "address", "addr", "account", "wallet", "name", "id", "nodes"]

    /// How many keys of a request are looked at.
    private static let maximumKeys = 32

    /// How much is repeated of a key, in characters.
    private static let longestKey = 40

    /// What is said of the keys that a request lacks: a statement for each that is there by another name; or where all
    /// of them are, if that is deeper inside; or nothing.
    public func statements(on request: JSONValue) -> [Statement] {
        let keys = request.memberKeys(atMost: Self.maximumKeys)
        let missing = names.filter { request[$0.name] == nil }
        let found = missing.compactMap { name in
            (Self.key(for: name, among: keys)).map { key in
                Statement(.valueUnderOtherName, ["found": .text(Self.short(key)), "meant": .text(name.name)])
            }
        }
        guard found.isEmpty, missing.count == names.count else { return found }
        let around = keys.first { key in names.allSatisfy { request[key]?[$0.name] != nil } }
        return around.map { [Statement(.valuesInside, ["key": .text(Self.short($0))])] } ?? []
    }

    private static func key(for name: (name: String, others: Set<String>), among keys: [String]) -> String? {
        keys.first { key in
            let plain = key.lowercased().filter { $0.isLetter }
            let stem = endings.first { plain.hasSuffix($0) }.map { String(plain.dropLast($0.count)) } ?? plain
            return plain == name.name || stem == name.name || name.others.contains(plain)
                || name.others.contains(stem) || Spelling.nearest(to: key, among: [name.name]) != nil
        }
    }

    private static func short(_ key: String) -> String { String(key.prefix(longestKey)) }
}
