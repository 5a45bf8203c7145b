public import ArgumentParser
internal import Demo
public import Wording

/// Stories that real nodes play in the terminal.
struct ShowDemo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Watch real nodes fork, agree, catch forged chains, and keep a ledger, step by step.",
        discussion: Examples.demo,
        subcommands: [Fork.self, Tamper.self, Ledger.self],
        defaultSubcommand: Fork.self)

    /// How a story is told.
    struct Telling: ParsableArguments {
        @Option(help: "en, zh or es; by LC_ALL, LC_MESSAGES or LANG if not given.")
        var language: Language?

        @Flag(inversion: .prefixedNo, help: "Whether it waits for Return between steps, on a terminal.")
        var pause = true

        func tell(_ story: Story) throws {
            do {
                let ending = try story.tell(in: language ?? .preferred, pauses: pause)
                if case .interrupted(let signal) = ending { throw ExitCode(128 + signal) }
            } catch StoryError.notWritten(let error) {
                throw error
            }
        }
    }

    static let help = """
        The nodes listen on loopback ports that the system picks, and keep nothing. Exit status: 0 when the story was \
        told; 1 when it could not go on; 74 when standard output cannot be written; 130 when it was interrupted.
        """

    /// The first story.
    struct Fork: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Three nodes: a payment, a fork made on purpose, the replacement, and gossip (the default).",
            discussion: "\(Examples.fork)\n\n\(ShowDemo.help)")

        @OptionGroup var telling: Telling

        func run() throws { try telling.tell(.fork) }
    }

    /// The second.
    struct Tamper: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A chain forged in all ways: which rule catches each, and what none can catch.",
            discussion: "\(Examples.tamper)\n\n\(ShowDemo.help)")

        @OptionGroup var telling: Telling

        func run() throws { try telling.tell(.tamper) }
    }

    /// The third.
    struct Ledger: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A ledger: a payment that is taken back, what confirmations change, and what a soft fork is.",
            discussion: "\(Examples.ledgerStory)\n\n\(ShowDemo.help)")

        @OptionGroup var telling: Telling

        func run() throws { try telling.tell(.ledger) }
    }
}

extension Language: ExpressibleByArgument {}
