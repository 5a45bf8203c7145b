internal import Storage

extension Archive {
    /// Writes the chain as a node answers `GET /chain`, and a newline.
    ///
    /// It changes nothing, and a node may run on the directory. A damaged chain ends with an error, so that what was
    /// written is the whole chain or nothing to go by.
    ///
    /// - Parameter write: takes the next bytes, at most 256 KiB.
    public func export(
        write: (ArraySlice<UInt8>) throws(ArchiveError) -> Void, progress: (ArchiveProgress) -> Void
    ) throws(ArchiveError) {
        var failure: ArchiveError?
        do throws(StorageError) {
            _ = try Export.run(
                directory: directory,
                write: { piece in
                    do throws(ArchiveError) {
                        try write(piece)
                        return true
                    } catch {
                        failure = error
                        return false
                    }
                },
                progress: { progress(ArchiveProgress(step: "writing blocks", done: $0, total: $1)) })
        } catch {
            throw ArchiveError(error)
        }
        if let failure { throw failure }
    }
}
