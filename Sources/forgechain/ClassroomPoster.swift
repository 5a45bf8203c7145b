internal import Classroom
internal import Glibc
internal import QRCode
internal import Terminal
internal import Wording

/// What a terminal shows of a class: where to find it.
struct ClassroomPoster: Sendable {
    let language: Language

    /// The teacher's token.
    let secret: String

    /// Whether the nodes keep what they have.
    let keeps: Bool

    func print(_ reach: ClassroomReach) {
        let printer = Printer(STDOUT_FILENO)
        let first = reach.addresses.first ?? "http://127.0.0.1:\(reach.port)/"
        if Screen(STDOUT_FILENO).isTerminal { printCode(of: first, on: printer) }
        func row(_ name: String, _ text: String) {
            var line = Line()
            line.add(name, .strong, columns: 12)
            line.add(verbatim: text)
            printer.print(line, isWhole: true)
        }
        row(said("the class", "全班", "la clase"), reach.addresses.joined(separator: "  "))
        row(said("projector", "投影", "proyector"), "http://localhost:\(reach.port)/?present")
        row(said("the teacher", "教师", "profesor"), "\(first)#teacher=\(secret)")
        for node in reach.nodes {
            row(
                node.name,
                "\(first)\(node.name)/ "
                    + said(", and as a peer port ", "，作为节点使用端口 ", ", y como nodo conocido el puerto ") + "\(node.port)")
        }
        printer.print(
            Line(
                verbatim: keeps
                    ? said(
                        "Ctrl-C ends it; what the nodes have is kept.", "按 Ctrl-C 结束；节点的数据会保留。",
                        "Ctrl-C lo termina; lo que tienen los nodos se conserva.")
                    : said(
                        "Ctrl-C ends it, and nothing is kept.", "按 Ctrl-C 结束，不保留任何数据。",
                        "Ctrl-C lo termina, y no se conserva nada."),
                .faint), isWhole: true)
        printer.flush()
    }

    private func said(_ english: String, _ chinese: String, _ spanish: String) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        case .spanish: spanish
        }
    }

    /// Dark on light, whatever the terminal's own colours; without colours, as on a dark one.
    private func printCode(of address: String, on printer: Printer) {
        let hasColours = Screen(STDOUT_FILENO).hasColours
        for line in QRCode(address)?.halfBlocks(isInverted: !hasColours) ?? [] {
            printer.write(Array((hasColours ? "\u{1B}[30;107m\(line)\u{1B}[0m\n" : "\(line)\n").utf8))
        }
    }
}
