internal import Glibc

/// The value of a Date header (RFC 9110, section 5.6.7) as of its making; a server keeps one for a second.
struct DateHeader {
    let value: String

    init() {
        var seconds = time(nil)
        var utc = unsafe tm()
        unsafe gmtime_r(&seconds, &utc)
        // strftime's %a and %b follow the locale, which is C's own unless a process asks for another.
        var text = [CChar](repeating: 0, count: 32)
        unsafe strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &utc)
        value = String(writtenInto: text)
    }
}
