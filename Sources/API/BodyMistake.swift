public import Wording

/// What people send where JSON is meant, as it can be told from the bytes.
public enum BodyMistake: Hashable, Sendable, CaseIterable {
    /// Nothing at all.
    case empty
    /// A form as browsers send files, and Postman by default.
    case multipartForm
    /// A form of `a=b&c=d`.
    case urlEncodedForm
    /// JSON whose every character was escaped for a form.
    case percentEncoded
    /// Compressed bytes.
    case compressed
    /// The quotes that were meant for the shell.
    case shellQuotes
    /// The backslashes that were meant for the shell.
    case shellBackslashes
    /// No quotes, which the shell has taken away, or JavaScript doesn't need.
    case quotesMissing
    /// Single quotes, as Python and JavaScript print.
    case singleQuotes
    /// Quotes as word processors and blogs make them.
    case curlyQuotes
    /// What JavaScript makes of an object that was not encoded.
    case javaScriptObject
    /// A file's name instead of what is in it.
    case fileName
    /// XML or HTML.
    case markup
    /// None, True or False.
    case pythonConstant
    /// A comma before a closing bracket.
    case trailingComma
    /// A comment.
    case comment
    /// UTF-16 up to its first zero, or without zeros, as `curl -d` reads files.
    case strippedUTF16
    /// A bracket and nothing else.
    case bracketAlone
    /// Characters in an encoding of one byte each.
    case notUTF8
    /// A string that contains JSON.
    case encodedTwice
    /// Names and values on lines of their own: YAML, TOML, or a file of settings.
    case lines
    /// Values with commas between.
    case table
    /// JSON without its end.
    case unfinished
    /// More behind the value.
    case goesOn
    /// Members of an object without their brackets.
    case bracesMissing
    /// What a template or a shell should have filled in.
    case placeholder
    /// An equals sign where a colon belongs.
    case equalsSign
    /// Two values without a comma between, or a quote within a text.
    case commaMissing
    /// A blank that JSON doesn't know.
    case oddBlank
    /// Punctuation of full width.
    case fullWidth
    /// A number as other languages spell it.
    case number
    /// A word of other languages for null, true, false or a number.
    case otherConstant
    /// What a program prints of an object.
    case objectPrinted
    /// A command, or a request with its head.
    case wholeRequest
    /// Program text or Markdown around JSON.
    case code
    /// The name of a file.
    case filePath
    /// Base64 or hexadecimal digits.
    case base64
    /// UTF-7.
    case utf7
    /// No text at all.
    case binary
}

extension BodyMistake: Stated {
    /// What is wrong with the body, and what to do.
    public var statement: Statement { Statement(code) }

    private var code: Statement.Code {
        switch self {
        case .empty: .bodyEmpty
        case .multipartForm: .bodyMultipartForm
        case .urlEncodedForm: .bodyUrlEncodedForm
        case .percentEncoded: .bodyPercentEncoded
        case .compressed: .bodyIsCompressed
        case .shellQuotes: .bodyShellQuotes
        case .shellBackslashes: .bodyShellBackslashes
        case .quotesMissing: .bodyQuotesMissing
        case .singleQuotes: .bodySingleQuotes
        case .curlyQuotes: .bodyCurlyQuotes
        case .javaScriptObject: .bodyJavaScriptObject
        case .fileName: .bodyFileName
        case .markup: .bodyMarkup
        case .pythonConstant: .bodyPythonConstant
        case .trailingComma: .bodyTrailingComma
        case .comment: .bodyComment
        case .strippedUTF16: .bodyStrippedUTF16
        case .bracketAlone: .bodyBracketAlone
        case .notUTF8: .bodyNotUTF8
        case .encodedTwice: .bodyEncodedTwice
        case .lines: .bodyLines
        case .table: .bodyTable
        case .unfinished: .bodyUnfinished
        case .goesOn: .bodyGoesOn
        case .bracesMissing: .bodyBracesMissing
        case .placeholder: .bodyPlaceholder
        case .equalsSign: .bodyEqualsSign
        case .commaMissing: .bodyCommaMissing
        case .oddBlank: .bodyOddBlank
        case .fullWidth: .bodyFullWidth
        case .number: .bodyNumber
        case .otherConstant: .bodyOtherConstant
        case .objectPrinted: .bodyObjectPrinted
        case .wholeRequest: .bodyWholeRequest
        case .code: .bodyCode
        case .filePath: .bodyFilePath
        case .base64: .bodyBase64
        case .utf7: .bodyUTF7
        case .binary: .bodyBinary
        }
    }
}
