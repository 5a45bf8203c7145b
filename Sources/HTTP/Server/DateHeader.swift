internal import Glibc

/// The line of a Date header (RFC 9110, section 5.6.7) as of its making; a server keeps one for a second.
struct DateHeader {
    let line: [UInt8]

    init() {
        var seconds = time(nil)
        var utc = unsafe tm()
        unsafe gmtime_r(&seconds, &utc)
        // strftime's %a and %b follow the locale, which is C's own unless a process asks for another.
        var text = [CChar](repeating: 0, count: 64)
        unsafe strftime(&text, text.count, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc)
        line = Array(String(writtenInto: text).utf8)
    }
}
