extension String {
    /// What a C function has written into a buffer, up to the NUL.
    init(writtenInto buffer: [CChar]) {
        self.init(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
