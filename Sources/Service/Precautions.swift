internal import Glibc
internal import Logging

/// What a process that runs a node does about its place on the machine, and says.
enum Precautions {
    /// Makes new files readable by their owner only.
    static func keepFilesPrivate() {
        umask(0o077)
    }

    /// Says what puts the node or its data at risk.
    static func warn(_ dataDirectory: String?, _ logger: Logger) {
        if geteuid() == 0 {
            logger.warning("a node needs no privileges, and this one runs as root: give it a user of its own")
        }
        if let dataDirectory, let mode = modeIfOpen(dataDirectory) {
            logger.warning(
                "other users of this machine can read the data directory: chmod 700 \(dataDirectory)",
                metadata: ["mode": "0\(String(mode, radix: 8))"])
        }
    }

    /// A directory's permissions, if they let users in who are neither its owner nor of its group.
    static func modeIfOpen(_ directory: String) -> mode_t? {
        var status = stat()
        guard stat(directory, &status) == 0 else { return nil }
        let mode = status.st_mode & 0o7777
        return mode & 0o005 == 0 ? nil : mode
    }
}
