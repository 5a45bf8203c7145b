internal import Glibc

extension Statement {
    /// Why the system refused something, by its `errno`. What it seldom says is in its own words, which are English.
    public init(systemError number: Int32) {
        if let code = Self.systemCodes[number] {
            self.init(code)
        } else {
            self.init(said: String(cString: strerror(number)))
        }
    }

    /// What others have said, in their own words.
    public init(said text: String) {
        self.init(.asSaid, ["text": .text(text)])
    }

    /// What people meet whose files, disks or ports are not as they should be.
    private static let systemCodes: [Int32: Code] = [
        ENOENT: .systemNoSuchFile, EACCES: .systemDenied, EPERM: .systemNotPermitted, EEXIST: .systemExists,
        ENOTDIR: .systemNotADirectory, EISDIR: .systemIsADirectory, ENOSPC: .systemNoSpace, EROFS: .systemReadOnly,
        ENAMETOOLONG: .systemNameTooLong, ELOOP: .systemTooManyLinks, EMFILE: .systemTooManyFiles, EIO: .systemIO,
        EFBIG: .systemFileTooLarge, EPIPE: .systemNoReader, EADDRINUSE: .systemAddressInUse,
        EADDRNOTAVAIL: .systemNoSuchAddress,
    ]
}
