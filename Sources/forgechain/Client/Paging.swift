internal import ArgumentParser
internal import Terminal

/// Whether long output is shown a page at a time.
struct Paging: ParsableArguments {
    @Flag(help: "Print to a terminal without $FORGECHAIN_PAGER, $PAGER or less.")
    var noPager = false

    /// Prints on a terminal by its pager, and anywhere else directly. What goes wrong is thrown once the pager is gone.
    func show(isRaw: Bool, _ body: (Printer) throws -> Void) throws {
        guard !noPager, !isRaw, let pager = Pager() else {
            let printer = Printer()
            try body(printer)
            return try printer.finish()
        }
        WriteError.replaceSignals()
        let printer = pager.printer
        let result = Result { try body(printer) }
        try pager.finish()
        do {
            try result.get()
        } catch let error as WriteError where error.isMissingReader {
            // Whoever quits the pager has seen enough.
        }
    }
}
