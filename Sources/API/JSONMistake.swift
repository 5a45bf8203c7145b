public import Wording

/// What people send or save where JSON is meant, as it can be told from the bytes.
public enum JSONMistake: Hashable, Sendable, CaseIterable {
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

extension JSONMistake: Stated {
    /// What is wrong with a request's body, and what to do.
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

// MARK: - In a file

extension JSONMistake {
    /// What is wrong with a file that should hold a chain, and what to do. What is said of a body as well differs in
    /// the beginning alone.
    ///
    /// - Parameter offset: where the file stops being JSON.
    public func statement(ofFileAt offset: Int) -> Statement {
        switch self {
        case .empty: Statement(.fileEmpty)
        case .compressed: Statement(.fileZlib)
        case .percentEncoded: Statement(.filePercentEncoded)
        case .shellQuotes, .shellBackslashes: Statement(.fileShellQuotes)
        case .quotesMissing: Statement(.fileQuotesMissing)
        case .singleQuotes: Statement(.fileSingleQuotes)
        case .javaScriptObject: Statement(.fileJavaScriptObject)
        case .fileName, .filePath: Statement(.fileName)
        case .markup: .inPlaceOfChain(.fileMarkup)
        case .encodedTwice: Statement(.fileEncodedTwice)
        case .lines: .inPlaceOfChain(.fileLines)
        case .table: .inPlaceOfChain(.fileTable)
        case .multipartForm, .urlEncodedForm, .wholeRequest: .inPlaceOfChain(.fileText)
        case .bracketAlone, .unfinished, .strippedUTF16: Statement(.fileCutOff, ["offset": .number(offset)])
        case .goesOn: Statement(.fileGoesOn, ["offset": .number(offset)])
        case .objectPrinted: Statement(.fileObjectPrinted)
        case .code: Statement(.fileCode)
        case .base64: Statement(.fileBase64)
        case .utf7: Statement(.fileUTF7)
        case .binary: .inPlaceOfChain(.fileBinary)
        case .curlyQuotes: at(offset, .fileCurlyQuotes)
        case .pythonConstant: at(offset, .filePythonConstant)
        case .trailingComma: at(offset, .fileTrailingComma)
        case .comment: at(offset, .fileComment)
        case .notUTF8: at(offset, .fileNotUTF8)
        case .bracesMissing: at(offset, .fileBracesMissing)
        case .placeholder: at(offset, .filePlaceholder)
        case .equalsSign: at(offset, .fileEqualsSign)
        case .commaMissing: at(offset, .fileCommaMissing)
        case .oddBlank: at(offset, .fileOddBlank)
        case .fullWidth: at(offset, .fileFullWidth)
        case .number: at(offset, .fileNumber)
        case .otherConstant: at(offset, .fileOtherConstant)
        }
    }

    /// Files are long, so the place is told.
    private func at(_ offset: Int, _ code: Statement.Code) -> Statement {
        Statement(code).then(Statement(.fileAtByte, ["offset": .number(offset)]))
    }
}

extension Statement {
    /// What a file has in place of a chain, and what to save instead.
    public static func inPlaceOfChain(_ code: Code, _ values: KeyValuePairs<String, Value> = [:]) -> Statement {
        Statement(code, values).then(Statement(.chainIsAnswer))
    }
}
