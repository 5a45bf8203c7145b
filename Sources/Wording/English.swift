extension Statement.Code {
    /// The words in English. ``Statement/text(_:)`` says what stands in braces.
    var english: String {
        switch self {
        // The form of a request.
        case .firstLineMalformed:
            "The first line has to be a method, a target and a version, with one space between them."
        case .methodUnknown: "This method is not known here."
        case .methodNotCapital: "Methods are in capital letters: {meant}."
        case .targetNotVisible: "The request target has to be visible ASCII; percent-encode everything else."
        case .targetFragment:
            "The request target has a #. What is behind it is for the browser alone: leave both out, or write %23."
        case .targetEscaped:
            """
            The request target has to be visible ASCII; percent-encode everything else. This one is {escaped} \
            then; curl does it with -G --data-urlencode, Python with urllib.parse.quote, JavaScript with \
            encodeURIComponent.
            """
        case .targetStar: "The target * is for OPTIONS alone. Send a path."
        case .versionMalformed: "The first line has to end with a version such as HTTP/1.1."
        case .versionUnknown: "Only HTTP/1.0 and HTTP/1.1 are spoken here."
        case .targetNoPath: "The request target has to be a path that begins with a slash."
        case .schemeNotHttp: "This port serves http: and no other scheme."
        case .targetNoHost: "The target has to name one host, with or without a port, and nothing else before its path."
        case .pathNotEncoded: "The path is not well percent-encoded UTF-8 without control characters."
        case .notHttp: "This is not HTTP. This port serves http: and no other scheme."
        case .firstLineTooLong: "The first line is longer than {limit} bytes. Send a shorter target."
        case .headersTooMany: "There are more than {limit} headers. Send fewer."
        case .headTooLong: "The head is longer than {limit} bytes. Send fewer or shorter headers."
        case .lineWithoutCr: "A line ends with LF alone. Lines end with CR LF."
        case .lineWithoutLf: "A line contains CR without LF after it."
        case .headerFolded: "A header goes on in the next line, which HTTP has given up. Send it in one line."
        case .headerNameBad: "A header's name holds a character that does not belong there, perhaps a space."
        case .headerValueBad: "A header's value holds a control character."
        case .hostRepeated: "There is more than one Host header. Send one."
        case .hostMissing: "HTTP/1.1 needs a Host header."
        case .hostMalformed: "Host has to be one name or address, with or without a port, and nothing else."
        case .contentLengthRepeated: "There is more than one Content-Length header. Send one."
        case .contentLengthMalformed: "Content-Length has to be digits and nothing else."
        case .contentLengthAndChunked: "Content-Length and Transfer-Encoding do not go together. Send one."
        case .bodyNotTaken: "{method} does not take a body."
        case .transferEncodingUnknown: "The only Transfer-Encoding taken is chunked, once, in HTTP/1.1."
        case .expectationUnknown: "The only expectation met here is 100-continue."
        case .bodyTooLong: "The body is larger than the {limit} bytes that are taken here. Send less in one request."
        case .chunkLineEnd: "A line between chunks does not end with CR LF."
        case .chunkSizeMalformed: "A chunk's size has to be hexadecimal digits and nothing else."
        case .chunkExtensionMalformed: "A chunk's extension is not well-formed. Send none."
        case .chunkDataEnd: "A chunk's data has to be followed by CR LF. Its size may be wrong."
        case .chunkTrailerMalformed: "What follows the last chunk has to be header lines and an empty line."
        case .chunkOverhead: "The extensions and trailers are longer than {limit} bytes. Send none."
        case .requestTooSlow: "The request was not whole after {seconds} seconds. Send it faster, or in parts."
        case .tooMuchHeld: "Too many bytes of too many requests wait here to become whole. Send this again."
        case .shuttingDown: "The node is shutting down. Ask another one."
        case .pathUnknown: "There is nothing at {path}. The paths are {paths}."
        case .pathMisspelt: "There is nothing at {path}. Did you mean {meant}? The paths are {paths}."
        case .methodNotAllowed: "{path} does not take {method}. Use {methods}."
        case .requestMeant: "Did you mean {method} {path}?"
        case .versionNamed: "If-Match names another version than the present one, {tag}. Ask without it."
        case .queryNotEncoded: #"The query's "{part}" is not well percent-encoded UTF-8."#
        case .queryRepeated: #"The query gives "{name}" more than once."#
        case .queryMisspelt: #"The query's "{name}" means nothing here. Is it "{meant}"? Known names: {known}."#
        case .queryNotFlag: #"The query's "{name}" is "{value}", but takes no value."#
        case .queryNotInteger: #"The query's "{name}" is "{value}", but has to be an integer from {from} to {to}."#
        case .pathMoved: "It is at {address}."

        // Who may do what.
        case .hostUnknown:
            """
            This node is not known as {name}: the Host header has to hold an address, a name without a dot, or \
            one that nobody can register, such as node.local. To use this name, start the node with \
            --allow-host {name}.
            """
        case .portOnlyReads:
            """
            This port only reads, and this would change something. The node has another port for that; ask \
            whoever runs it.
            """
        case .tokenMissing:
            """
            This would change something here. The node was started with --token-file: send what is in that file \
            as "Authorization: Bearer TOKEN", or use forgechain with --token-file.
            """
        case .tokenWrong:
            """
            What Authorization holds is not this node's token. The node was started with --token-file: send \
            what is in that file as "Authorization: Bearer TOKEN", or use forgechain with --token-file.
            """
        case .otherSite:
            """
            A page of another site made the browser send this, and it would change something here: its \
            Sec-Fetch-Site is {site}, and not same-origin or none.
            """
        case .otherSiteOrigin:
            """
            A page of another site made the browser send this, and it would change something here: its \
            Sec-Fetch-Site is {site}, and not same-origin or none; its Origin is {origin}, and the Host is \
            {host}.
            """
        case .otherOrigin:
            """
            A page of another site made the browser send this, and it would change something here: its Origin \
            is {origin}, and the Host is {host}. (A proxy has to pass Host on as it is.)
            """
        case .useOwnPage:
            """
            Use this node's own page, or a tool such as curl; to let a page of another origin in, start the \
            node with --allow-origin.
            """
        case .allowOrigin:
            """
            Use this node's own page, or a tool such as curl; to let a page of another origin in, start the \
            node with --allow-origin {origin}.
            """
        case .prefetch: "A browser asks for this in advance, and it would change something here. Ask for it itself."
        case .siteUnknown:
            """
            A browser sent this GET, which would change something here, without a Sec-Fetch-Site or an Origin. \
            So a page of another site may have made it do so. Use this node's own page at /, or a tool such as \
            curl; from a script in a browser, send a POST to {path}.
            """
        case .typeAddress: "Whoever followed a link here can type its address instead."

        // Bodies that are no JSON.
        case .bodyCompressed:
            """
            The body is compressed or encoded, as its Content-Encoding says ({coding}). Bodies are read as they \
            are: send it without, and leave that header out.
            """
        case .bodyEmpty: "The body is not JSON: it is empty. With curl it stands behind -d."
        case .bodyMultipartForm:
            """
            The body is not JSON: it is a form (multipart/form-data). Send JSON: in Postman choose Body, raw, \
            JSON; with requests json=...; with curl -d '{...}' in place of -F.
            """
        case .bodyUrlEncodedForm:
            """
            The body is not JSON: it is a form (a=b&c=d). Send JSON: in Postman choose Body, raw, JSON; with \
            requests json=... in place of data=...; with curl -d '{...}'; with jQuery JSON.stringify(...).
            """
        case .bodyPercentEncoded:
            """
            The body is not JSON: it is percent-encoded, as for a form. Send the JSON as it is: with curl -d in \
            place of --data-urlencode.
            """
        case .bodyIsCompressed: "The body is not JSON: it is compressed. Send it as it is."
        case .bodyShellQuotes:
            """
            The body is not JSON: it begins with a single quote, which the shell should have taken away. \
            Windows' shell doesn't: write -d "{\\"sender\\": ...}" there, or put the JSON in a file and send that \
            with -d @FILE.
            """
        case .bodyShellBackslashes:
            """
            The body is not JSON: it has backslashes before its quotes, which the shell should have taken away. \
            In single quotes it doesn't: leave the backslashes out, or put the JSON in a file and send that \
            with -d @FILE.
            """
        case .bodyQuotesMissing:
            """
            The body is not JSON: its texts are not in double quotes. A shell may have taken them away \
            (PowerShell and cmd.exe do): write \\" for each of them, or put the JSON in a file and send that \
            with -d @FILE. JavaScript and YAML do without, JSON does not.
            """
        case .bodySingleQuotes:
            """
            The body is not JSON: its texts are in single quotes, as Python prints a dict. JSON has double \
            quotes: send json.dumps(...) in place of str(...), or with requests json=....
            """
        case .bodyCurlyQuotes, .fileCurlyQuotes:
            """
            \(noJSON)it has typographic quotes, as a word processor or a web page makes them. \
            Write the straight ones of the keyboard.
            """
        case .bodyJavaScriptObject, .fileJavaScriptObject:
            "\(noJSON)it is what JavaScript makes of an object as text. Write JSON.stringify(...) of it."
        case .bodyFileName:
            """
            The body is not JSON: it is the name of a file behind an @. With curl -d @FILE or --data-binary \
            @FILE it is read; --data-raw sends the name, and PowerShell needs quotes around '@FILE'.
            """
        case .bodyMarkup: "The body is not JSON: it is XML or HTML. Send JSON."
        case .bodyPythonConstant, .filePythonConstant:
            "\(noJSON)None, True and False are Python's. In JSON they are null, true and false."
        case .bodyTrailingComma, .fileTrailingComma:
            "\(noJSON)a comma stands before a closing bracket. Leave the comma out."
        case .bodyComment, .fileComment: "\(noJSON)it has a comment, which JSON has not. Leave it out."
        case .bodyStrippedUTF16:
            """
            The body is not JSON: it was UTF-16, as PowerShell's > writes it, of which curl -d reads only a part. \
            Send the file with --data-binary @FILE, or save it as UTF-8.
            """
        case .bodyBracketAlone:
            """
            The body is not JSON: it is a bracket alone. Either a shell has split what was not in quotes, or curl \
            -d has read a file in UTF-16 up to its first zero: send that with --data-binary @FILE.
            """
        case .bodyNotUTF8, .fileNotUTF8:
            """
            \(noJSON)it is not UTF-8. It may be Latin-1, Windows-1252 or GBK, as older Windows \
            programs write: save it as UTF-8.
            """
        case .bodyEncodedTwice:
            """
            The body is not JSON: it is JSON in a string of JSON, so it was encoded twice. With requests give \
            the dict itself to json=..., or json.dumps(...) of it to data=...; in JavaScript call \
            JSON.stringify once.
            """
        case .bodyLines:
            """
            The body is not JSON: it is lines of names and values, as YAML, TOML and .ini files have them. Send \
            JSON, with a bracket around and its texts in double quotes.
            """
        case .bodyTable:
            """
            The body is not JSON: it is values with commas between, as in a CSV file. Send an object with a name \
            for each value.
            """
        case .bodyUnfinished:
            """
            The body is not JSON: it ends before its last bracket or quote. Something has cut it off, or a \
            closing bracket is missing.
            """
        case .bodyGoesOn:
            """
            The body is not JSON: its value ends, and behind it there is more. Send one value in a request, and \
            nothing behind its last bracket.
            """
        case .bodyBracesMissing, .fileBracesMissing: "\(noJSON)the curly brackets around it are missing."
        case .bodyPlaceholder, .filePlaceholder:
            """
            \(noJSON)a placeholder stands where something has to be filled in. Fill it in, or look \
            why the program that should have done so did not: a shell fills in $NAME in double quotes only, and \
            Postman a name in double braces only if it knows that variable.
            """
        case .bodyEqualsSign, .fileEqualsSign:
            """
            \(noJSON)an equals sign or an arrow stands where JSON has a colon, as Ruby and PHP print objects. Write \
            JSON of it: to_json in Ruby, json_encode in PHP.
            """
        case .bodyCommaMissing, .fileCommaMissing:
            """
            \(noJSON)a comma is missing between two values, or a quote inside a text has no \
            backslash before it.
            """
        case .bodyOddBlank, .fileOddBlank:
            """
            \(noJSON)it has a blank that is not the space bar's, such as a non-breaking or an \
            invisible one, as copied from a web page. Write it anew.
            """
        case .bodyFullWidth, .fileFullWidth:
            """
            \(noJSON)it has full-width punctuation, as a Chinese or Japanese keyboard writes it. \
            Write half-width colons, commas, quotes and brackets.
            """
        case .bodyNumber, .fileNumber:
            """
            \(noJSON)a number is not spelled as JSON has it: 5, 0.25, -1 or 1e3, with a point, \
            without a plus, zeros in front, separators or letters.
            """
        case .bodyOtherConstant, .fileOtherConstant:
            """
            \(noJSON)it has a word that JSON does not know. In JSON there are null, true and false, \
            in lower case, and numbers.
            """
        case .bodyObjectPrinted, .fileObjectPrinted:
            """
            \(noJSON)it is what a program prints of an object. Write JSON of it: ConvertTo-Json in \
            PowerShell, json.dumps in Python, json_encode in PHP, JsonSerializer in C#, json.Marshal in Go, an \
            ObjectMapper in Java.
            """
        case .bodyWholeRequest:
            """
            The body is not JSON: it is a whole request or a command. Send only what belongs into the body: \
            in Postman, import the command in place of pasting it.
            """
        case .bodyCode, .fileCode:
            """
            \(noJSON)it is program text or Markdown around JSON. Leave out all before its first \
            bracket and behind its last one.
            """
        case .bodyFilePath:
            """
            The body is not JSON: it is the name of a file, and not what is in it. With curl write -d @FILE, \
            with requests data=open(FILE, 'rb').
            """
        case .bodyBase64: "The body is not JSON: it is in Base64 or in hexadecimal digits. Send the JSON as it is."
        case .bodyUTF7, .fileUTF7: "\(noJSON)it is UTF-7, an encoding that was given up. Write it in UTF-8."
        case .bodyBinary:
            """
            The body is not JSON: it is not text, but bytes of another format, such as MessagePack, CBOR, \
            Protobuf, a picture or a document. Send text.
            """
        case .bodyNotJSON: "The body is not JSON: {problem}."
        case .bodyNotJSONAt: #"The body is not JSON: {problem}, in front of "{near}"."#
        case .jsonAtByte: "byte {offset}: {problem}"
        case .jsonUnexpectedEnd: "the text ends too early"
        case .jsonExpectedValue: "a value was expected"
        case .jsonExpectedKey: "a key in double quotes was expected"
        case .jsonExpectedColon: "a colon was expected"
        case .jsonExpectedCommaOrEnd: "a comma or a closing bracket was expected"
        case .jsonTextAfterValue: "there is more text after the value"
        case .jsonByteOrderMark: "a byte order mark; leave it out"
        case .jsonInvalidUTF8: "the text is not valid UTF-8"
        case .jsonInvalidEncoding: "the text begins like {encoding}, but is not valid {encoding}"
        case .jsonControlCharacter: "a control character inside a string; escape it as {escape}"
        case .jsonInvalidEscape: "a backslash that begins no escape; write two for one"
        case .jsonIncompleteNumber: "a number without a digit where one must be"
        case .jsonNotFinite: "NaN and infinities are not JSON"
        case .jsonTooManyDigits: "an integer of more than {limit} digits"
        case .jsonNumberTooLarge: "a number too large for a double"
        case .jsonTooDeep: "nested deeper than {limit}"
        case .jsonTooLong: "the text is longer than {limit} bytes"

        // Payments and what waits.
        case .transactionNotAnObject: "A transaction is an object with sender, recipient and amount."
        case .transactionsInAList: "This is a list. Send each transaction alone, in a request of its own."
        case .valuesMissing: "Missing values: {names}."
        case .valueUnderOtherName: #"What stands there as "{found}" is called "{meant}" here."#
        case .valuesInside: #"They stand inside "{key}". Send what is in it, without anything around."#
        case .senderNotAString: "The sender is not a string."
        case .senderEmpty: "The sender is empty."
        case .senderReserved: #"The sender "{sender}" is reserved for rewards."#
        case .recipientNotAString: "The recipient is not a string."
        case .recipientEmpty: "The recipient is empty."
        case .amountNotANumber: "The amount is not a number."
        case .amountIsText: "The amount is not a number, but a text. Leave the quotes around it out."
        case .amountNegative: "The amount is negative."
        case .idNotHex: "The id is not a string of 32 lower-case hex digits."
        case .transactionExample: #"Send an object such as {"sender": "alice", "recipient": "bob", "amount": 5}."#
        case .paymentTooLong:
            """
            In a block this payment would have {bytes} bytes, as a character beyond ASCII takes 6 or 12 of \
            them, and a payment has at most {limit}. Send shorter values.
            """
        case .idTaken: "The id is that of a transaction with other values. Send this one with another id, or with none."
        case .pendingFull:
            "{count} transactions are pending, which is all there is room for. Mine a block, or wait for one."
        case .pendingShareFull:
            """
            {count} transactions of yours are pending. Of the room for {limit} of them and {bytes} bytes, \
            nobody gets more than is then left for all others. Mine a block, or wait for one.
            """
        case .chainFull:
            """
            The chain has {bytes} bytes, and no peer with the limit of this node, {limit} bytes, could follow a \
            longer one. Start all nodes with a larger --max-chain-bytes.
            """
        case .orderAmountNotANumber: #"The amount "{amount}" is no number as JSON has them: 5, 0.25 or 1e3."#
        case .orderIdMalformed: #"The id "{id}" is none: it has to be 32 lower-case hex digits."#
        case .paymentNotSigned: "This payment is not signed."
        case .paymentBreaksRule: "This breaks the rule {rule}: {problem}."
        case .howToSign:
            """
            This node keeps a ledger, where every payment is signed. Make a key and let the client sign: \
            forgechain key new alice; forgechain send RECIPIENT 5 --from alice. Or in Python: key = \
            nacl.signing.SigningKey(seed); payment = {"amount": 5, "fee": 1, "nonce": 0, "recipient": \
            RECIPIENT, "sender": key.verify_key.encode().hex()}; payment["signature"] = \
            key.sign(json.dumps({**payment, "network": "{network}"}, sort_keys=True).encode()).signature.hex(). \
            GET /accounts/SENDER tells the nonce.
            """
        case .signatureWrong:
            """
            The signature does not hold: another key made it, or for another network, or something was changed \
            since. Sign it again, for the network that GET /status calls genesis.
            """
        case .nonceUsed:
            """
            The sender's payment with nonce {nonce} is in the chain. The next one has nonce {next}: sign it \
            with that.
            """
        case .nonceTooFar:
            """
            The sender's next nonce is {next}, and at most {limit} payments of a sender wait, so nonce {nonce} \
            is too far ahead. Send those before it first.
            """
        case .nonceTaken:
            """
            A payment of the sender with nonce {nonce} waits already. Another takes its place if it pays a \
            tenth more, a fee of {fee}; one beside it has nonce {next}.
            """
        case .balanceTooSmall: "The sender has {balance}, and this payment costs {cost}, its fee included."
        case .balanceTooSmallWithWaiting:
            """
            The sender has {balance}, of which earlier payments that wait will take {waiting}, and this one \
            costs {cost}, its fee included.
            """
        case .paymentsFull:
            """
            {count} payments wait, which is all there is room for, and each is worth more a byte. A fee of \
            {fee} gets this one in.
            """
        case .paymentsBehindGap:
            """
            {count} payments wait, which is all there is room for, and nonce {nonce} would wait for nonce \
            {missing}, which nobody has sent. Send that one first.
            """
        case .paymentsEarlierPaysLittle:
            """
            {count} payments wait, which is all there is room for, and each pays more a byte than the sender's \
            payment with nonce {earlier}, behind which nonce {nonce} counts. Send that one again with a higher \
            fee first.
            """
        case .paymentLongerThanAll:
            "This payment has {bytes} bytes, and there is room for {limit} in all. Send a shorter memo."

        // Questions about what is kept.
        case .transactionIdMalformed: #""{name}" is no id: give the transaction's, of {digits} lower-case hex digits."#
        case .transactionUnknown: "This node knows of no transaction with the id {id}."
        case .transactionNotInChain: "No block of the chain has a transaction with the id {id}."
        case .blockNameMalformed:
            #""{name}" is no block: give its index, such as 1, its hash of 64 hex digits, or {latest}."#
        case .blockUnknown: "There is no block {name}: the chain has blocks 1 to {length}."
        case .blockHashUnknown: "No block of the chain has the hash {hash}."
        case .pageBeyondBlocks:
            "There {total|is|are} {total} {total|block|blocks} in the chain, so nothing is at {from}."
        case .pageBeyondPending:
            "There {total|is|are} {total} {total|transaction|transactions} pending, so nothing is at {from}."
        case .pageBeyondHistory:
            "There {total|is|are} {total} {total|transaction|transactions} in this history, so nothing is at {from}."
        case .pageBeyondHeaders: "The chain has {length} blocks, so no header is at {from}."
        case .pageBeyondAccounts:
            """
            The list has the richest {listed} of {total} accounts, so nothing is at {from}. GET \
            /accounts/ADDRESS has any of them.
            """
        case .pageBeyondForks: "There {total|is|are} {total} {total|fork|forks} remembered, so nothing is at {from}."
        case .historyNameTooLong: "Histories are kept of addresses up to {limit} bytes; this one is longer."
        case .historyNone: #"No transaction of the chain has "{name}" as sender or recipient."#
        case .accountsNone: "This node's rules are {rules}, which know no accounts. Start one with --rules {ledger}."
        case .addressMalformed: #""{name}" is no address: it has 64 lower-case hex digits."#
        case .fileUnknown: "The page has no file {name}. It is at /."
        case .afterBesidePage:
            """
            The query's "after" gives all blocks from a fork on, so "from" and "limit" mean nothing beside it. \
            Leave them out.
            """
        case .afterMalformed:
            """
            The query's "after" has to name blocks of a chain, newest first: 12-HASH,11-HASH,1-HASH with 64 hex \
            digits for each HASH, at most {limit} of them.
            """
        case .afterNotABlock: #"What is given as "after" is no block: {problem}."#
        case .explainExample:
            """
            Send a block as it stands in /chain, or {"block": {...}, "after": {...}} to judge it behind another \
            block.
            """

        // What is busy, full or broken.
        case .diskBusy: "Too many requests wait for the disk. Try again later."
        case .readingBusy: "Too many questions wait for what is kept. Try again later."
        case .notRead: "What is kept could not be read. Try again later; the node's log may say more."
        case .longBodiesBusy:
            "{count} texts of more than {bytes} bytes wait to be read. Try again later, or send a shorter one."
        case .watchersFull: "{count} clients watch this node already. Try again later, or ask GET /status."
        case .dataDamaged: "What the node keeps is damaged, so nothing more is kept. Its log says more."
        case .diskFull:
            """
            The disk is full, or the room allowed on it is, so nothing was kept of this request. Make room and \
            send it again.
            """
        case .diskRefused:
            "The disk refused ({problem}), so nothing was kept of this request. Send it again when it can be written."
        case .diskFullUnsure:
            """
            The disk is full ({problem}), so this has not happened; but if the node crashes before the disk \
            works again, it may find it kept. Look before you send it again.
            """
        case .diskRefusedUnsure:
            """
            The disk refused ({problem}), so this has not happened; but if the node crashes before the disk \
            works again, it may find it kept. Look before you send it again.
            """
        case .fileDamaged:
            """
            {path} is damaged: {problem}. Put a copy in its place, or start anew with another --data-dir; peers \
            still have the chain.
            """

        // Mining and work.
        case .minedElsewhere:
            """
            This node searches the proof itself for /mine. Send one that you have found to POST /work; GET \
            /work says what is to be searched for.
            """
        case .paymentToMine:
            """
            This is a payment, and /mine takes none: it would be lost. Send it to POST /transactions/new first, \
            and mine without a body.
            """
        case .superseded:
            "A longer chain of {length} blocks arrived while this block was searched. Mine again to build on it."
        case .miningCancelled: "The search was given up because the client left or the node is shutting down."
        case .miningBusy: "{count} requests to mine are waiting. Try again later."
        case .aheadOfClock:
            """
            The newest block is {seconds} seconds ahead of this node's clock, and blocks more than {limit} \
            seconds ahead are not taken yet. Set the clock right, or wait.
            """
        case .belowCheckpoint:
            """
            The chain has {length} blocks, and --checkpoint asks for a certain block {height}. What is mined \
            before that has come from a peer would be lost. Register a peer that has it.
            """
        case .minedBefore: "Before that, {count} of them were forged."
        case .minerNotHere:
            """
            By this node's rules the block is put together when its proof comes. Name the miner then, by \
            "miner" in the body of POST /work.
            """
        case .minerNotAnAddress: #"The query's "miner" is no address: it has 64 lower-case hex digits."#
        case .workNotAnObject: "The body is not an object."
        case .workOtherKeys: "It may have nothing but {keys}."
        case .workIdMissing: "The id of the work is missing."
        case .workIdMalformed: "The id is not a string of 64 lower-case hex digits."
        case .workNumberMissing: "It has to have either nonce or proof."
        case .workNonceMalformed: "The nonce is not an integer from 0 on."
        case .workProofMalformed: "The proof is not an integer from 0 on."
        case .workMinerMalformed: "The miner is not a string of 1 to {limit} bytes, or it is {reserved}."
        case .workExample:
            """
            Send an object such as {"id": "64 hex digits", "nonce": 35293, "miner": "alice"}: GET /work gives \
            the id and says what the nonce is of, and without a miner the node is paid.
            """
        case .workStale:
            """
            This work is for a block that is not the next one: the chain has {length} blocks, and the newest is \
            {tip}. Ask GET /work for what is to be done now.
            """
        case .workUnknown:
            """
            This node knows no work with the id {id}: it was never given out here, or is too old, or others \
            have asked for much since. Ask GET /work for what is to be done now.
            """
        case .workForged:
            """
            Another block is being forged on the newest one, whose work was done just before. Ask GET /work for \
            what is to be done now.
            """
        case .workNotDoneZeros:
            """
            The work is not done: the SHA-256 of this guess is {hash}, and has to begin with {zeros} zeros. The \
            guess is prefix, number and suffix, as GET /work gives them, without anything in between.
            """
        case .workNotDoneTarget:
            """
            The work is not done: the SHA-256 of this guess is {hash}, and may be {target} at most. The guess \
            is prefix, number and suffix, as GET /work gives them, without anything in between.
            """
        case .workProofTooLarge:
            """
            The proof has to be below 2^64: there are enough, and a longer one would make each search after it \
            slower.
            """
        case .workNonceTooLong: "A nonce is below 10^{limit}; this one has {digits} digits."
        case .workOtherSeal:
            """
            The proof does not begin with the seal of this work, {seal}: it is the seal times 10^{digits}, plus \
            the nonce.
            """
        case .workOtherMiner:
            """
            This work pays {miner}, and the proof seals that. Ask GET /work?miner=ADDRESS for work that pays \
            another.
            """

        // Peers.
        case .nodesMissing:
            #"Error: Please supply a valid list of nodes, such as {"nodes": ["http://192.168.0.5:5000"]}."#
        case .nodesTooMany: "Error: Please supply a valid list of nodes: at most {limit} in one request."
        case .nodesEntryNotAString: "Error: Please supply a valid list of nodes: entry {entry} is not a string."
        case .nodesNotInBrackets:
            """
            What is called nodes there is no list: put square brackets around, also around a single address, and \
            quotes around each.
            """
        case .nodesWithoutName: #"The list has no name there: put it in an object, behind "nodes"."#
        case .nodesRefused: "Error: Please supply a valid list of nodes: {problem}"
        case .peerSecure:
            """
            {peer} is where https is spoken, and nodes speak only http: name the port of the node itself, such \
            as {example}.
            """
        case .peerNotAllowed: "{host} is none of the addresses that this node connects to: --allow-peers is {ranges}."
        case .notAnAddress:
            #""{text}" is not an address: {problem}. Write it like http://192.168.0.5:5000 or node2:5000."#
        case .notAPeerAddress:
            #""{text}" is not a peer's address: {problem}. Write it like http://192.168.0.5:5000 or node2:5000."#
        case .addressHasBlanks: "there is a blank or a control character in it; leave it out"
        case .addressNotASCII:
            "it has characters outside ASCII; a name that has them is written as xn--..., and punctuation is half-width"
        case .addressTooLong: "it is longer than {limit} characters"
        case .addressSeveral: "there are several; put each in quotes of its own, with commas between those"
        case .addressIPv6: "an IPv6 address stands in square brackets, as in http://[::1]:5000"
        case .addressZone:
            "an address with a zone (behind %) is of use on one machine alone; give one that all nodes can use"
        case .addressUser: "nodes know no user and no password; leave out what stands before the @"
        case .addressPath: "there is more than a host and a port; leave out {part}"
        case .addressScheme: "only http is spoken, not https nor anything else"
        case .addressPort: "there is no port from 1 to 65535 at its end; only behind http:// none means 80"
        case .addressHost: "its host is neither a name nor an address"
        case .peerUnknown: "{address} is no peer of this node. GET /nodes lists them."
        case .peersFull: "A node knows at most {limit} peers, so none of these was added."
        case .peersShareFull:
            """
            A node knows at most {limit} peers, and of these places nobody gets more than are then left for all \
            others, so none of these was added; you have registered {count}, and may register {room} more. \
            Remove some, or register them by a loopback address such as 127.0.0.1, or with the token of \
            --token-file.
            """
        case .peersShareEmpty:
            """
            A node knows at most {limit} peers, and of these places nobody gets more than are then left for all \
            others, so none of these was added; you have registered {count}, and may register {room} more. \
            Register them by a loopback address such as 127.0.0.1, or with the token of --token-file.
            """
        case .gossipOff: "This node doesn't gossip. Start it with --gossip."
        case .gossipStatusMalformed: #"The value of "{key}" is not what GET /status answers."#
        case .gossipTransactionsMalformed: #"The value of "transactions" is not an array."#
        case .gossipTooMany: "There are {count} transactions; a message has at most {limit}."
        case .gossipNotSigned: "Transaction {position} is no signed payment: {problem}."
        case .gossipNotAPayment:
            """
            Transaction {position} is not an object of exactly amount, id (32 lower-case hex digits), recipient \
            and sender, as a payment has them.
            """
        case .gossipWantsMalformed: #"The value of "wants_peers" is not true or false."#
        case .resolveNotAwaited: "The node did not wait for its peers: it is shutting down or too busy."
        case .peerNotLookedAt:
            """
            {address} is no peer of this node, and it looks at no others. GET /nodes lists them; POST \
            /nodes/register makes one known.
            """
        case .looksFull: "{count} peers are being looked at. Try again soon."

        // Verdicts on a peer's chain.
        case .taken: "taken"
        case .takenInPart: "taken as far as it came, {length} blocks; the next round goes on after them: {problem}"
        case .takenInPartOf:
            "taken as far as it came, {length} of {all} blocks; the next round goes on after them: {problem}"
        case .notLonger: "not longer"
        case .noMoreWork: "no more work"
        case .longerButOtherTaken: "longer, but another was taken"
        case .moreWorkButOtherTaken: "more work, but another was taken"
        case .thisNodeItself: "this node itself"
        case .noChainThere: "no chain there"
        case .doesNotGossip: "does not gossip"
        case .didNotAnswerGossip: "did not answer as a node that gossips"
        case .didNotAnswerBlocks: "did not answer with blocks"
        case .statusNotUnderstood: "what it says of itself is not understood"
        case .givenUpSlowest: "given up: the slowest of several, and others waited"
        case .answersTooLong: "given up: the answers of all peers together are too long"
        case .addressNotInRanges: "not connected: its address, {address}, is in no range of --allow-peers"
        case .addressUnknown: "unreachable: no address is known for {host}"
        case .unreachable: "unreachable"
        case .addressNotAllowed: "not connected: {address} is none of the addresses that are allowed"
        case .redirected: "redirects to {place}, and only another path of the same host and port is followed"
        case .redirectedTooOften: "redirects more than {limit} times"
        case .timedOut: "timed out"
        case .answeredStatus: "answered with status {status}"
        case .sentTooMuch: "sent more than {limit} bytes"
        case .cutOff: "closed the connection in the middle of its answer"
        case .answeredNoHttp: "did not answer in HTTP"
        case .answeredEncoded: "sent its answer in a coding that was not asked for, perhaps compressed"
        case .givenUp: "given up"
        case .otherRules: "of another network: its rules are {theirs}, and ours are {ours}"
        case .otherDifficulty: "of another network: its difficulty is {theirs}, and ours is {ours}"
        case .otherGenesis: "of another network: its chain begins with block {theirs}, and ours is pinned to {ours}"
        case .chainRefused: "refused: {problem}"
        case .chainRefusedAt: "refused at {problem}"
        case .chainRefusedByRules: "refused at {problem}. Start a node with {flag}"
        case .reorgTooDeep: "it would replace the newest {depth} blocks here, and --max-reorg allows {limit}"
        case .lacksCheckpoint: "block {height} is {found}, and --checkpoint asks for {wanted}"
        case .includedTwiceInBlock: "block {height}: it carries transaction {id} twice"
        case .includedTwice: "block {height}: its transaction {id} is in block {earlier} already"

        // What is wrong with a chain.
        case .answerNotJSON: "not JSON: {problem}"
        case .answerNoChain: "no chain in the answer"
        case .chainEmpty: "the chain has no blocks"
        case .chainBlockFault: "block {height}: {problem}"
        case .chainWrongIndex: "block {height}: its index is {index}"
        case .chainWrongPreviousHash: "block {height}: previous_hash is not the hash of block {before}"
        case .chainRespelled:
            "block {height}: previous_hash is not the hash of block {before}, but the hash of it with {spelling}"
        case .chainWrongProof: "block {height}: its proof does not fit"
        case .chainWrongProofByRules: "block {height}: its proof does not fit {other}"
        case .chainBreaksRule: "block {height} breaks the rule {rule}: {problem}"
        case .answerTooLong: "the answer is longer than {limit} bytes"
        case .chainBlockTooLong: "block {height}: it is longer than {limit} bytes"
        case .answerValueTooLong: "a value beside the chain is longer than {limit} bytes"
        case .answerNoFork: "it does not say after which block its blocks come"
        case .answerWrongFork: "its blocks come after block {height}, which was not named to it"
        case .answerNoLength: "it has neither blocks nor the length of its chain"
        case .answerWithheld: "its chain has {length} blocks, it says, and it sent none of them"
        case .proofFitsOtherRules: "by the {ours}'s rules, but fits by the {theirs}'s: {difference}"
        case .guessEndsWithHash: "its guess ends with the last hash"
        case .guessLeavesHashOut: "its guess leaves the last hash out"
        case .spellingFloats: "5.0 in place of 5 in {fields}: a program printed a float as an integer"
        case .spellingIntegers: "5 in place of 5.0 in {fields}: a program printed an integer as a float"
        case .spellingUpperCase: #"\u00E9 in place of \u00e9"#
        case .spellingCharacters: #"characters beyond ASCII as they are, in place of \u00e9"#
        case .spellingSlashes: #"\/ in place of /"#
        case .spellingMarkup: #"characters beyond ASCII as they are, and \u003c in place of <"#
        case .spellingEscapedOnce: #"\u00e9 in place of \\u00e9: a program escaped an escape"#
        case .spellingCompact: "no blanks behind commas and colons"
        case .spellingUnsorted:
            """
            the keys in the order of the tutorial's code (index, timestamp, transactions, proof, previous_hash; \
            sender, recipient, amount), not sorted
            """
        case .spellingWithoutKeys: "{keys} left out, which a program added after hashing"
        case .spellingAnd: "{first}; {second}"
        case .spellingRewardsAside: "{fields} (rewards aside)"
        case .blockNotAnObject: "it is not an object"
        case .blockKeyMissing: "no {key}"
        case .blockIndexNotAnInteger: "index is not an integer from 1 to {limit}"
        case .blockTimestampNotANumber: "timestamp is not a number"
        case .blockTransactionsNotAnArray: "transactions is not an array"
        case .blockTransactionNotAnObject: "transaction {position} is not an object"
        case .blockProofNotAnInteger: "proof is not an integer from 0 on"
        case .blockPreviousHashNotAString: "previous_hash is not a string"
        case .blockNotCanonical: "its text is not canonical JSON"
        case .blockNotOfALedger: "it is none of a ledger"

        // What breaks a rule of a ledger.
        case .inTransaction: "transaction {position}: {problem}"
        case .ledgerWrongPreviousHash: "previous_hash is not the hash of block {before}"
        case .ledgerBlockTooLong: "it is longer than {limit} bytes"
        case .ledgerWrongRoot: "merkle_root is not the root of its transactions: one was changed since"
        case .proofKeysMissing: "its proof has not block, count, path, position and transaction"
        case .proofOfOtherTransaction: "it shows another transaction than the one that was asked for"
        case .proofPathImpossible: "its path is none from transaction {position} of {count} to their root"
        case .proofPathWrong: "its path does not lead to the root in the header of block {height}"
        case .proofOfLaterBlock: "its proof is of block {height}, and the chain of its headers ends before"
        case .proofNonceNotIndex: "its nonce is not the index of its block"
        case .rewardFeesTooLarge: "the fees come to more than all money there is"
        case .rewardWrong:
            """
            the last transaction does not pay {amount} from "{sender}" to an address, with the block's index as \
            its nonce
            """
        case .networkOtherFirstBlock: "the chain begins with another block, so it is of another network"
        case .genesisRulesKeys: #"its rules are not named "{name}" with exactly {keys}"#
        case .genesisRulesRange:
            """
            its rules are out of range: block_time_ms from 1 to {time}, window from 2 to {window}, \
            halving_blocks from 1 and reward from 0 to 2^53 - 1, target 64 hex digits from 1 to {target}
            """
        case .genesisKeys: "it has not exactly {keys}"
        case .genesisValues:
            """
            a first block has index 1, previous_hash "1", a proof from 0 and a timestamp from 0, of seconds \
            since 1970
            """
        case .genesisSupply: "grants and rewards come to more than 2^53 - 1 in the end"
        case .genesisNotABlock: "{problem}"
        case .genesisTransactions: "its transactions are no array"
        case .genesisGrant: #"a grant has an amount from 1, the address of a recipient and the sender "0""#
        case .paymentKeys: "it is not an object of exactly {keys}, and memo if wanted"
        case .paymentSignatureMalformed:
            "the signature is not 128 lower-case hex digits, or its first half is of small order or not canonical"
        case .paymentSignatureWrong:
            "its sender did not sign this for this network: another key or network, or something was changed since"
        case .paymentAddressMalformed: "the {key} is not an Ed25519 public key in 64 lower-case hex digits"
        case .paymentNumberOutOfRange: "the {key} is not an integer from {least} to 2^53 - 1"
        case .paymentMemoMalformed:
            "the memo is not a string of 1 to {limit} bytes as it is spelled, without lone surrogates"
        case .paymentWrongNonce: "its nonce is {nonce}, and the sender's next one is {next}"
        case .paymentBalance: "the sender has {balance}, and {cost} is spent"
        case .ledgerBlockKeys: "it is not an object of exactly {keys}, and an array of transactions"
        case .ledgerHeaderKeys: "it is not an object of exactly {keys}"
        case .ledgerHashesMalformed: "merkle_root, previous_hash and target are not 64 hex digits each"
        case .ledgerWrongIndex: "it calls itself {index}, but follows block {before}"
        case .ledgerIndexTooSmall: "it calls itself {index}, and blocks behind the first are counted from 2"
        case .ledgerNotLater: "it is not later than the block before, counted in milliseconds"
        case .ledgerTimestampMalformed: "its timestamp is not a number of seconds from 0 up to {limit}"
        case .ledgerFromTheFuture: "it is more than {seconds} seconds ahead of the clock here, and not taken yet"
        case .ledgerWrongTarget: "its target does not follow from the blocks before"
        case .ledgerWrongSeal: "its proof does not begin with its header: whoever changes a block has to search anew"
        case .ledgerNoWork: "the hash of its guess is above its target: nobody has done the work"

        // What is checked in a block.
        case .ruleBroken: "{Problem}."
        case .notCompared: "This is not compared: {why}."
        case .whyBeforeUnknown: "the block before is not known here"
        case .whyBeforeNotInChain: "the block before is not in the chain here"
        case .whyNoTime: "it has no time"
        case .whyBeforeNoTime: "the block before has no time that counts"
        case .whyProofNoNumber: "its proof is no number from 0 on"
        case .whyRuleBrokenBefore: "the rule {rule} is broken before"
        case .whyBlockTooLong: "the block is longer than any may be"
        case .whyNoWorkDone:
            "the first {count} signatures hold, and nobody has done the work for the others to be verified"
        case .whyNoAccounts: "the accounts before it are not at hand, for more than {size} MiB of blocks came since"
        case .whyNoAccountsElsewhere: "the block before is not in the chain here, and so are no accounts"
        case .noBlock: "This is no block: {problem}."
        case .noBlockToLookAt: "There is no block to look at."
        case .noLedgerBlockToLookAt: "There is no block of a ledger to look at."
        case .shapeHolds: "It is an object with {keys}, each of its kind."
        case .ledgerShapeHolds:
            "It is an object of exactly {keys}, and an array of transactions, and its hashes have 64 hex digits."
        case .genesisHolds:
            """
            It says what network it begins, by which rules, and whom it endows. Nothing comes before it, so \
            there is no proof to check.
            """
        case .networkHolds: "It is the first block of this network, whose name is its hash."
        case .networkBroken: "It is the first block of another network, whose chains this node does not take."
        case .canonicalHolds:
            "Written exactly as Python's json.dumps(block, sort_keys=True) writes it, and that is hashed."
        case .canonicalBroken:
            """
            It was sent in another spelling than the one that is hashed. That breaks nothing: the values count, \
            and the text shown here is theirs.
            """
        case .canonicalUnknown: "It was sent together with another, so its spelling isn't judged."
        case .indexBeforeFirst: "It calls itself {index}, but a chain counts its blocks from 1."
        case .indexBeforeUnknown: "The chain here has {length} blocks, so the one before block {index} is not known."
        case .indexHolds: "It is block {height} and follows block {before}."
        case .indexHoldsFirst: "It is block {height} and stands at the beginning."
        case .indexBroken: "It calls itself {index}, but follows block {before}."
        case .indexBrokenFirst: "It calls itself {index}, but stands at the beginning."
        case .previousHashHolds: "It names the hash of block {before}, so a change of any byte there would show here."
        case .previousHashBroken:
            "It does not name the hash of block {before}: that one was changed, or this one follows another."
        case .previousHashRespelled: "It does not name the hash of block {before}, but the hash of it with {spelling}."
        case .proofHolds:
            """
            The hash of the guess begins with {zeros|1 zero|# zeros}, and {difficulty} are asked for: about \
            {guesses} guesses of work.
            """
        case .proofBroken:
            """
            The hash of the guess begins with {zeros|1 zero|# zeros}, and {difficulty} are asked for: nobody \
            has done the work for this proof after that block.
            """
        case .proofOfOtherRules:
            """
            The hash of the guess begins with {zeros|1 zero|# zeros}, and {difficulty} are asked for: this \
            proof does not fit {other}. Start a node with {flag}.
            """
        case .firstHasNothingBefore: "Nothing comes before a first block, so anything may stand here."
        case .nothingToCompare: "The block before is not known here, so there is nothing to compare with."
        case .sealedHolds: "Block {next} names its hash, and all blocks behind that hang on it."
        case .sealedBroken:
            """
            Block {next} of the chain here names another hash: in that place, this block would break the chain, \
            and every proof from there on would have to be searched anew.
            """
        case .sealedNewest:
            """
            It is the newest block, and nothing names its hash yet. A proof covers the block before, not the \
            transactions of its own block: whoever has the chain could still rewrite these without new work. \
            The next block ends that.
            """
        case .sealedNewestOfLedger:
            """
            It is the newest block, and nothing names its hash yet. Its own proof seals it, so whoever changes \
            it has to search anew; each block on top adds to that.
            """
        case .sealedNothingBehind: "The chain here has no block that would come behind it."
        case .targetHolds: "Its target is what follows from the blocks before."
        case .timestampHolds: "It is later than block {before}, counted in milliseconds."
        case .futureHolds: "It is not more than {seconds} seconds ahead of the clock here."
        case .sealHolds:
            """
            Its proof begins with the SHA-256 of its header, read as a number: whoever changes the header has \
            to search anew.
            """
        case .ledgerProofHolds: "The hash of its guess is at most its target: about {guesses} guesses of work."
        case .ledgerProofHoldsAnyhow: "The hash of its guess is at most its target."
        case .sizeHolds: "It has {bytes} bytes, and may have {limit}."
        case .merkleRootHolds:
            "Its header names the root of the tree of its transactions, so a change of any of them would show here."
        case .paymentsNone: "It has no payments."
        case .paymentsKeysHold: "{count|Its payment|Each of its # payments} has the keys of one, and no others."
        case .paymentsAddressesHold:
            """
            {count|Its payment|Each of its # payments} has a sender and a recipient that are Ed25519 public \
            keys, of 64 hex digits.
            """
        case .paymentsAmountsHold:
            """
            {count|Its payment|Each of its # payments} has an amount from 1 on, and a fee and a nonce from 0 \
            on, integers up to 2^53 - 1.
            """
        case .paymentsMemosHold: "{count|Its payment|Each of its # payments} has a short memo, or none."
        case .paymentsSignaturesHold:
            "{count|Its payment|Each of its # payments} is signed by its sender, for this network alone."
        case .paymentsNoncesHold:
            """
            {count|Its payment|Each of its # payments} has the nonce that is its sender's next one, so none \
            counts twice.
            """
        case .paymentsBalancesHold:
            "{count|Its payment|Each of its # payments} is of a sender who has what it costs, the fee included."
        case .rewardHolds:
            "The last transaction, and only that, pays the reward and the fees, with the block's index as its nonce."

        // A class.
        case .notTheTeacher:
            """
            This would change the network of the whole class. Ask from the machine on which forgechain classroom \
            runs, or open the page by the teacher's address, which it prints.
            """
        case .classBeginsAnew: "The class begins anew. Ask once more in a moment."
        case .classBeginsAlready: "The class is about to begin anew already. Ask once more in a moment."
        case .classNotBegun: "The class cannot begin: {problem}"
        case .classOtherNodes: "That takes two different nodes of {names}."
        case .classLinkExample: #"Send an object such as {"between": ["alice", "bob"], "joined": false}."#
        case .classNodesBusy: "The nodes have too much to do, or can store nothing. Try again later."

        // Files that are no chain.
        case .fileEmpty: "There is no chain: the file is empty."
        case .fileArchive: "There is no chain: it is a {format} archive. Import the file in it."
        case .fileCompressed:
            """
            There is no chain: it is compressed by {format}. Import what it holds: {command} FILE | forgechain \
            import -
            """
        case .fileCompressedTwice:
            "There is no chain: it is compressed twice. Import what it holds: gzip -dc FILE | forgechain import -"
        case .fileZlib: "There is no chain: it is compressed (zlib). Decompress it first."
        case .fileDocument: "There is no chain: it is a document, such as a PDF or a word processor's."
        case .fileDatabase:
            "There is no chain: it is a database, as nodes keep. forgechain export writes what is in it."
        case .fileMarkup: "There is no chain: it is HTML or XML, such as a node's page."
        case .fileHead: "There is no chain: it is an answer with its head. Save it without, as curl does without -i."
        case .fileMetrics: "There is no chain: these are metrics."
        case .fileEvents: "There is no chain: these are events."
        case .filePayments: "There is no chain: these are payments without proofs, as export --csv writes them."
        case .filePrintedTable: "There is no chain: it is a table for people. forgechain export writes the chain."
        case .fileCurlFailed: "There is no chain: it is what curl said in place of an answer."
        case .fileCurlTalk: "There is no chain: curl's own words stand before the answer. Save it with curl -s -o FILE."
        case .fileBase64:
            "There is no chain: it is in Base64. Import what it holds: base64 -d FILE | forgechain import -"
        case .fileHexadecimal:
            "There is no chain: it is in hexadecimal digits. Import what it holds: xxd -r -p FILE | forgechain import -"
        case .filePercentEncoded: "There is no chain: it is percent-encoded. Save it as it is."
        case .fileEncodedTwice:
            "There is no chain: it is JSON in a string of JSON, so it was encoded twice. Encode it once."
        case .fileSingleQuotes:
            """
            There is no chain: its texts are in single quotes, as Python prints them. Write json.dumps(...) of it, \
            in place of str(...) or print.
            """
        case .fileQuotesMissing:
            """
            There is no chain: its keys or texts are not in double quotes, as JavaScript prints objects. Write \
            JSON.stringify(...) of it.
            """
        case .fileShellQuotes:
            "There is no chain: quotes or backslashes that were meant for a shell are still in it. Leave them out."
        case .fileName: "There is no chain: it is the name of a file, and not what is in it."
        case .fileTable: "There is no chain: it is a table (CSV), which has no place for proofs and lists."
        case .fileLines: "There is no chain: it is lines of names and values, such as YAML."
        case .fileText: "There is no chain: it is text for people."
        case .fileBinary: "There is no chain: it is no text, but bytes of another format."
        case .fileTextBefore:
            """
            There is no chain: other text stands before the JSON: {words}. Leave out all before its first bracket \
            and behind its last one.
            """
        case .fileCutOff:
            "There is no chain: the file was cut off: it ends in the middle, at byte {offset}. Save it once more."
        case .fileGoesOn:
            "There is no chain: behind the end of the JSON, at byte {offset}, there is more. Leave that out."
        case .fileMined: "There is no chain: this is an answer of /mine, which leaves out when the block was made."
        case .fileRefusal: "There is no chain: a node refused: {refusal}"
        case .fileDescription: "There is no chain: this is a description of an API."
        case .filePeers: "There is no chain: this is a list of peers."
        case .fileResolution:
            "There is no chain: this is an answer of /nodes/resolve?summary, which leaves the chain out."
        case .fileStatus: "There is no chain: this is an answer of GET /status."
        case .fileHealth: "There is no chain: this is an answer of GET /health."
        case .fileHeaders: "There is no chain: this is a list of headers, without the blocks' transactions."
        case .fileAccounts: "There is no chain: this is a list of accounts."
        case .fileAccount: "There is no chain: this is an account."
        case .fileWork: "There is no chain: this is work for a miner."
        case .fileTransactions: "There is no chain: this is a list of transactions, without their blocks."
        case .fileTransaction: "There is no chain: this is a transaction."
        case .filePartOfBlock: "There is no chain: this is part of a block."
        case .fileOtherAnswer: "There is no chain: this is an answer without a chain."
        case .fileNoBlocks: "There is no chain: this is a list or an object without blocks."
        case .fileOtherKeys:
            "There is no chain: this has {keys}, and no list of blocks with previous_hash, proof and transactions."
        case .chainIsAnswer: "The chain is what GET /chain answers."
        case .fileAtByte: "That is at byte {offset}."

        // Chains from files.
        case .importRefused: "The chain is refused: {problem}."
        case .importRefusedNetwork:
            """
            The chain is refused: {problem} ({found} instead of {expected}). Import it with the file of its first \
            block, by --genesis, and into a directory of that network.
            """
        case .importRefusedOtherRules: "The chain is refused: {problem}. Import with {flag}."
        case .importRefusedDifficulty: "The chain is refused: {problem} at difficulty {difficulty}."
        case .importRefusedBeginning:
            """
            The chain is refused: {problem}, so the blocks before it are missing, or the newest stands first. Name \
            the files of all pages, in their order, or save what GET /chain answers; jq '.chain |= reverse' turns a \
            list round.
            """
        case .importRefusedOtherProgram:
            """
            The chain is refused: {problem}, as in chains of other programs, which are hashed otherwise. A block of \
            the tutorial has {keys}, and {key} among them.
            """
        case .importNoneIsValid: "No file has a valid chain."
        case .importOfFile: "{file}: {problem}"
        case .importNotLonger:
            """
            The chain has {blocks} {blocks|block|blocks} and the one kept has {ours}: only a longer one takes its \
            place.
            """
        case .importNoMoreWork:
            "The chain took {work} guesses and the one kept took {ours}: only one with more work takes its place."
        case .importSaid: "{problem}."
        case .importDiskFull: "The disk is full, so nothing was changed. Make room and try again."
        case .importDiskRefused: "The disk refused ({problem}), so nothing was changed."
        case .importDiskUnsure: "The disk refused ({problem}), and nobody knows what it kept: verify it."
        case .importOtherParameter: "{path} was made with {flag}. Import with --{flag}."
        case .importOtherGenesis:
            """
            {path} was made with genesis {kept}, and the given one is {wanted}. Import without --genesis, or into \
            another directory.
            """
        case .gzipNoMemory: "There is no memory to decompress it."
        case .gzipTooLong: "It is compressed by gzip, and more than {limit} bytes come of it."
        case .gzipCutOff: "It is compressed by gzip and was cut off: it ends in the middle. Save it once more."
        case .gzipDamaged: "It is compressed by gzip and damaged. Save it once more."

        // Data directories.
        case .directoryInUse: "{directory} is in use by {user}."
        case .userProcess: "the node of process {process}"
        case .userAnother: "another node"
        case .giveAnotherDirectory: "One node has one directory: give this one another --data-dir."
        case .stopThatFirst: "Stop that one first."
        case .directoryUnusable:
            "{path} cannot be used: {problem}. Give a directory that can be written with --data-dir."
        case .directoryEmpty: "{directory} holds no {file}, so no node has kept anything there."
        case .directoryOtherGenesis:
            """
            {path} was made with genesis {kept}, and this node has genesis {wanted}. Start it with what the \
            directory has, or give it another --data-dir.
            """
        case .directoryOtherParameter:
            """
            {path} was made with {parameter} {kept}, and this node has {parameter} {wanted}. Start it with \
            --{parameter} {kept}, or give it another --data-dir.
            """
        case .directoryNewer:
            "{path} was written by a later version of Forgechain. Use that version, or another --data-dir."
        case .directoryOlder:
            "{path} was written by an earlier version of Forgechain. Start a node on it, which brings it up to date."
        case .directoryNoRoom:
            """
            {path} was written by an earlier version of Forgechain, and the disk is full. Bringing it up to date \
            may take {size} MiB while it lasts: make room and start again. Nothing is lost.
            """
        case .directoryUnreleased:
            """
            {path} was written by a version before the first release, in another form. Export its chain with that \
            version, import it with this one, and give it another --data-dir.
            """
        case .directoryUnread: "{path} could not be read: {problem}. Nothing was changed."
        case .checkpointMissing:
            """
            The chain in {place} is not the one that is wanted: {problem}. Correct the flag, or begin anew with \
            another --data-dir.
            """
        case .nodeKeyNoFile: "{path}, which should hold the key that is paid, is no file. Move it away."
        case .nodeKeyOpen: "Others can use {path}, the key that is paid (chmod 600 {path}, if nobody has)."
        case .nodeKeyMalformed:
            """
            {path} holds no key of 64 hex digits. Put the right one there, or move it away, and the node is paid \
            with a new one.
            """
        case .fileUnusable: "{path} cannot be used: {problem}."
        case .placeMemory: "memory"
        case .reachThisMachine: "Only this machine reaches it."
        case .reachOpen:
            """
            Whoever reaches port {port} of {place} may read and change everything: --host 127.0.0.1 keeps other \
            machines out, --token-file FILE guards what changes something.
            """
        case .reachWithToken:
            """
            Whoever reaches port {port} of {place} may read, and with the token change everything: --host 127.0.0.1 \
            keeps other machines out.
            """
        case .reachReadOnly: "Port {port} only reads."
        case .reachAnyAddress: "any address of this machine"
        case .placeOr: "{rest} or {place}"

        // What is wrong with what is kept.
        case .keptMissing: "it is missing, but its log is there"
        case .keptOther: "it is no database of Forgechain's"
        case .keptNoDatabase: "file is not a database"
        case .keptMalformed: "database disk image is malformed"
        case .keptOtherFirstBlock: "its first block is not the genesis that it was made with"
        case .keptOtherValue: "a value is not what its column is for"
        case .keptNoParameter: "its {name} is missing"
        case .keptNoBlocks: "it has no blocks"
        case .keptBlockMissing: "block {height} is missing"
        case .keptBlockChanged: "block {height} is not what was written"
        case .keptBlockTwice: "block {height} is there twice"
        case .keptWrongHash: "block {height} is kept under a hash that is not its text's"
        case .keptNoTransaction: "block {height} has no transaction {position}"
        case .keptOtherLastBlock: "its last block is not what its height and hash say"
        case .keptTransactionMissing: "accepted transaction {number} is missing"
        case .keptTransactionChanged: "accepted transaction {number} is not what was accepted"
        case .keptCarriageNoHash: "a carriage at height {height} has no hash"
        case .keptFallenNoBranch: "a fallen block is of no branch"
        case .keptBranchUntold: "fallen branch {number} doesn't tell what replaced it"
        case .keptFallenChanged: "fallen block {height} is not what was written"
        case .keptSegment: "the segment that begins with block {height} is not what was written"
        case .keptHistory: "a part of a history that begins at block {height} is not what was written"
        case .keptIndexed: "parameter indexed is not how many blocks are in the histories"
        case .keptBlock: "block {height}: {problem}"
        case .keptRow: "its row is not what was written"
        case .keptNone: "it is missing"
        case .keptAccount: "the account of {address} is not what its blocks come to"
        case .keptAccountAddress: "an account's address is {address}"
        case .keptTotal: "its accounts have {total} together, and grants and rewards come to {due}"
        case .keptWork: "its work is not what its blocks come to"
        case .keptFirst: "its accounts or its work are not those of a first block"
        case .keptNoReference: "a row of {table} refers to nothing"
        case .keptColumn: "{table}'s column {column} is missing, or not what it was made as"
        case .keptTable: "{table} is not what it was made as"

        // What verify finds.
        case .findingDatabase: "the database: {problem}"
        case .findingParameterMissing: "parameter {name}: it is missing"
        case .findingParameter: "parameter {name}: it is {kept}, and has to be {wanted}"
        case .fromTo: "{first} to {last}"
        case .findingBlockMissing: "block {height}: it is missing"
        case .findingBlocksMissing: "blocks {first} to {last}: they are missing"
        case .findingStrayBlock: "block {height}: heights begin at 1"
        case .findingSegment: "block {height}: the segment that begins with block {height} is not what was written"
        case .findingSegmentPlaces:
            "block {height}: where the texts are in the segment that begins with it is not what was written"
        case .findingRepeatedBlock: "block {height}: it is kept a second time"
        case .findingWrongHash: "block {height}: it is kept under a hash that is not its text's"
        case .accountHas: "{balance} with nonce {nonce}"
        case .findingAccountMissing: "account {address}: it is missing, and has to have {wanted}"
        case .findingAccount: "account {address}: it has {kept}, and has to have {wanted}"
        case .findingStrayAccount: "account {address}: it has {kept}, and there has to be none"
        case .findingMissingPayment: "block {height}: its transaction {position} is missing in the history of {address}"
        case .findingStrayPayment:
            """
            block {height}: the history of {address} has its transaction {position}, which is not there or doesn't \
            name them
            """
        case .findingHistoryPart:
            "block {height}: what is kept of the history of {address} from there on is not what was written"
        case .findingUnreadable: "accepted transaction {number}: its text is not what was accepted"
        case .findingLost:
            "accepted transaction {number}: it is lost, neither pending nor carried by a block of the chain"
        case .findingPendingAndIncluded:
            "accepted transaction {number}: it is pending, though block {height} carries it"
        case .findingIncludedAgain: "accepted transaction {number}: more than one block carries it, {heights}"
        case .heightAnd: "{rest} and {height}"
        case .findingPendingUnaccepted: "pending transaction {number}: it was never accepted"
        case .findingIncludedUnaccepted:
            "block {height}: it is said to carry transaction {number}, which was never accepted"
        case .findingNotIncluded: "block {height}: its transaction {position} is not accepted transaction {number}"
        case .findingNotRecorded: "block {height}: it is not recorded that it carries {transaction}"
        case .findingWrongID: "accepted transaction {number}: it is kept under an id that is not its own"
        case .findingInclusionWithoutHash: "block {height}: what it carries is kept without its hash"
        case .findingBranch: "fallen branch {number}: it is not what was written"
        case .findingFallen:
            "fallen branch {number}: its block {height} is not what was written, or does not follow the one before"
        case .findingFallenInChain: "fallen branch {number}: its block {height} is in the chain"
        case .findingPeer: "peer {position}: {address} is no address"

        // Keys.
        case .keyNoName:
            """
            "{text}" cannot name a key: use 1 to 64 of a-z A-Z 0-9 . _ - without a dot at the beginning, and no \
            address.
            """
        case .keyMissing:
            """
            There is no key {name}; forgechain key list shows those that there are, and forgechain key new {name} \
            makes it.
            """
        case .keyMissingAddress:
            "None of your keys has the address {address}; forgechain key list shows those that there are."
        case .keyExists: "There is a key {name} already, and none is ever overwritten: choose another name."
        case .keyOpenToOthers:
            "Others can use {path}, so its keys may be theirs too: chmod {mode} {path}, if nobody has."
        case .keyDamaged:
            "{path} holds no key: {problem}. Put a copy of the right file there, or import its seed under another name."
        case .keyNoFile: "it is no file"
        case .keyTooLong: "it has more than {limit} bytes"
        case .keyNoJSON: "it is no JSON"
        case .keyOtherVersion: "its version is not {version}"
        case .keyNoAddress: "its address is none"
        case .keySeedWrong: "its seed is none, or of another address"
        case .keyContentUnknown: "it has neither a seed nor what a passphrase locks, or that may cost too much"
        case .keyNoNetwork: "{path} names no network. Remove it, and say with --network for which one the key signs."
        case .keyNotUnlocked: "The passphrase is wrong, or the key's file was damaged; try again."
        case .keyNoSeed: "That is no seed: it has to be 64 hex digits, as forgechain key export prints them."
        case .keyRefused: "{Problem}. Try again."
        case .sodiumNotReady: "libsodium does not start: the system gives it no random numbers"
        case .sodiumSeedLength: "a seed has {length} bytes, and this one has {count}"
        case .sodiumRefused: "libsodium made neither keys nor a signature nor a box"
        case .sodiumNoMemory: "there are no {size} MiB of memory, which a passphrase needs"
        case .tokenLength: "it has {count} characters, and a token {least} to {most}"
        case .tokenCharacters: "a token has only letters, digits and -._~+/ with = at its end"

        // The system.
        case .loopNoMemory: "no memory for a loop"
        case .loopNotMade: "making an event loop: {problem}"
        case .loopNoWaking: "making an eventfd: {problem}"
        case .serverNoMemory: "no memory for a server"
        case .hostNotFound: "finding {host}: {problem}"
        case .notListening: "listening on {host} port {port}: {problem}"
        case .systemNoSuchFile: "No such file or directory"
        case .systemDenied: "Permission denied"
        case .systemNotPermitted: "Operation not permitted"
        case .systemExists: "File exists"
        case .systemNotADirectory: "Not a directory"
        case .systemIsADirectory: "Is a directory"
        case .systemNoSpace: "No space left on device"
        case .systemReadOnly: "Read-only file system"
        case .systemNameTooLong: "File name too long"
        case .systemTooManyLinks: "Too many levels of symbolic links"
        case .systemTooManyFiles: "Too many open files"
        case .systemIO: "Input/output error"
        case .systemFileTooLarge: "File too large"
        case .systemNoReader: "Broken pipe"
        case .systemAddressInUse: "Address already in use"
        case .systemNoSuchAddress: "Cannot assign requested address"
        case .notADirectory: "it is not a directory"
        case .notAFile: "it is not a file"
        case .diskIsFull: "the disk is full"
        case .databaseHeld: "another program holds the database"
        case .systemNoSuchHost: "Name or service not known"
        case .asSaid: "{text}"

        // What a client finds.
        case .clientNoNode: "No node answers at {url}. Start one with forgechain, or name another with --node."
        case .clientHostUnknown: "No address is known for {host}. Name another node with --node."
        case .clientTooSlow: "The node at {url} took too long to answer {request}. Try again later."
        case .clientCutOff: "The node at {url} went away before it had answered {request}."
        case .clientGone: "The node at {url} has gone."
        case .clientGivenUp: "Given up."
        case .clientNoHttp: "What listens at {url} does not answer in HTTP. Name a node with --node."
        case .clientNotANode: "What listens at {url} does not answer {request} as a node does: {problem}."
        case .clientNodeOlder: "The node at {url} does not know {request}: it is older than this command."
        case .clientNodeRefuses: "The node at {url} refuses {request}: {text}."
        case .clientOtherNetwork:
            """
            The node at {url} is of the network {shown}, and the one that is meant is {wanted}. Name another \
            node, or the other network.
            """
        case .clientNoLedger:
            "The node at {url} keeps no ledger. Name one with --node, or start one with forgechain --rules ledger."
        case .clientNoLedgerBut:
            """
            The node at {url} keeps no ledger (its rules are {rules}). Name one with --node, or start one with \
            forgechain --rules ledger.
            """
        case .clientAnswerTooLong: "it sends more than {limit} bytes"
        case .clientAnswerEncoded: "it sends a coding that was not asked for, perhaps compressed"
        case .clientAnswerStatus: "its status is {status}"
        case .clientAnswerUnexplained: "its status is {status} without a reason"
        case .clientAnswerNoSuchThing: "its status is {status} without a reason, so it has no such thing"
        case .clientAnswerFetch: "it {problem}"
        case .clientAnswerNoJSON: "it is no JSON: {problem}"
        case .clientAnswerLacks: "something is missing in it"
        case .clientAnswerNoGenesis: "its genesis is no hash"
        case .clientAnswerNoEvents: "it sends no events"
        case .clientAnswerNoChain: "it has no chain"
        case .clientAnswerTooEarly: "it ends too early"
        case .clientAnswerNoObject: "it is no object"
        case .clientAnswerPartTooLong: "a part of it is longer than a node's"
        case .clientAnswerBlockNoJSON: "a block is no JSON: {problem}"
        case .clientAnswerBlockNone: "a block is none: {problem}"
        case .clientAnswerEventNoJSON: "the data of an event are no JSON: {problem}"
        case .clientAnswerEventTooLong: "an event is longer than {limit} bytes"
        }
    }

    /// How what is said of a body begins, and what is said of a file in the same words.
    private var noJSON: String { isOfFile ? "There is no chain: " : "The body is not JSON: " }
}
