extension Statement.Code {
    /// The words in Spanish.
    var spanish: String {
        switch self {
        // The form of a request.
        case .firstLineMalformed:
            "La primera línea tiene que ser un método, un destino y una versión, separados por un solo espacio."
        case .methodUnknown: "Aquí no se conoce este método."
        case .methodNotCapital: "Los métodos van en mayúsculas: {meant}."
        case .targetNotVisible:
            "El destino de la petición solo puede tener ASCII visible; todo lo demás se codifica con porcentajes."
        case .targetFragment:
            """
            El destino de la petición tiene un #. Lo que va detrás es solo para el navegador: quite ambos, o \
            escriba %23.
            """
        case .targetEscaped:
            """
            El destino de la petición solo puede tener ASCII visible; todo lo demás se codifica con \
            porcentajes. Este queda así: {escaped}. Lo hacen curl con -G --data-urlencode, Python con \
            urllib.parse.quote y JavaScript con encodeURIComponent.
            """
        case .targetStar: "El destino * es solo para OPTIONS. Envíe una ruta."
        case .versionMalformed: "La primera línea tiene que acabar con una versión, como HTTP/1.1."
        case .versionUnknown: "Aquí solo se habla HTTP/1.0 y HTTP/1.1."
        case .targetNoPath: "El destino de la petición tiene que ser una ruta que empiece con una barra."
        case .schemeNotHttp: "Este puerto sirve http: y ningún otro esquema."
        case .targetNoHost: "El destino tiene que nombrar un solo host, con o sin puerto, y nada más antes de la ruta."
        case .pathNotEncoded: "La ruta no es UTF-8 bien codificado con porcentajes y sin caracteres de control."
        case .notHttp: "Esto no es HTTP. Este puerto sirve http: y ningún otro esquema."
        case .firstLineTooLong: "La primera línea tiene más de {limit} bytes. Envíe un destino más corto."
        case .headersTooMany: "Hay más de {limit} cabeceras. Envíe menos."
        case .headTooLong: "La cabecera entera tiene más de {limit} bytes. Envíe menos cabeceras o más cortas."
        case .lineWithoutCr: "Una línea acaba solo con LF. Las líneas acaban con CR LF."
        case .lineWithoutLf: "Una línea contiene CR sin LF detrás."
        case .headerFolded:
            "Una cabecera sigue en la línea siguiente, lo que HTTP ha abandonado. Envíela en una sola línea."
        case .headerNameBad: "El nombre de una cabecera tiene un carácter que no corresponde, quizá un espacio."
        case .headerValueBad: "El valor de una cabecera tiene un carácter de control."
        case .hostRepeated: "Hay más de una cabecera Host. Envíe una."
        case .hostMissing: "HTTP/1.1 necesita una cabecera Host."
        case .hostMalformed: "Host tiene que ser un solo nombre o dirección, con o sin puerto, y nada más."
        case .contentLengthRepeated: "Hay más de una cabecera Content-Length. Envíe una."
        case .contentLengthMalformed: "Content-Length solo puede tener dígitos."
        case .contentLengthAndChunked: "Content-Length y Transfer-Encoding no van juntos. Envíe uno."
        case .bodyNotTaken: "{method} no admite cuerpo."
        case .transferEncodingUnknown: "El único Transfer-Encoding admitido es chunked, una vez, en HTTP/1.1."
        case .expectationUnknown: "La única expectativa que se cumple aquí es 100-continue."
        case .bodyTooLong: "El cuerpo es mayor que los {limit} bytes que se admiten aquí. Envíe menos en cada petición."
        case .chunkLineEnd: "Una línea entre fragmentos no acaba con CR LF."
        case .chunkSizeMalformed: "El tamaño de un fragmento solo puede tener dígitos hexadecimales."
        case .chunkExtensionMalformed: "La extensión de un fragmento está mal formada. No envíe ninguna."
        case .chunkDataEnd: "Detrás de los datos de un fragmento tiene que ir CR LF. Quizá su tamaño esté mal."
        case .chunkTrailerMalformed:
            "Detrás del último fragmento solo puede haber líneas de cabecera y una línea vacía."
        case .chunkOverhead: "Las extensiones y las cabeceras finales tienen más de {limit} bytes. No envíe ninguna."
        case .requestTooSlow:
            "La petición no estaba completa tras {seconds} segundos. Envíela más rápido, o por partes."
        case .tooMuchHeld: "Demasiados bytes de demasiadas peticiones esperan aquí a completarse. Envíela otra vez."
        case .shuttingDown: "El nodo se está apagando. Pregunte a otro."
        case .pathUnknown: "No hay nada en {path}. Las rutas son {paths}."
        case .pathMisspelt: "No hay nada en {path}. ¿Quería decir {meant}? Las rutas son {paths}."
        case .methodNotAllowed: "{path} no admite {method}. Use {methods}."
        case .requestMeant: "¿Quería decir {method} {path}?"
        case .versionNamed: "If-Match nombra otra versión que la actual, {tag}. Pregunte sin él."
        case .queryNotEncoded: "La parte «{part}» de la consulta no es UTF-8 bien codificado con porcentajes."
        case .queryRepeated: "La consulta da «{name}» más de una vez."
        case .queryMisspelt: "«{name}» no significa nada en esta consulta. ¿Es «{meant}»? Nombres conocidos: {known}."
        case .queryNotFlag: "«{name}» vale «{value}» en la consulta, pero no lleva valor."
        case .queryNotInteger: "«{name}» vale «{value}» en la consulta, pero tiene que ser un entero de {from} a {to}."
        case .pathMoved: "Está en {address}."

        // Who may do what.
        case .hostUnknown:
            """
            Este nodo no se conoce como {name}: la cabecera Host tiene que llevar una dirección, un nombre sin \
            punto o uno que nadie pueda registrar, como node.local. Para usar este nombre, inicie el nodo con \
            --allow-host {name}.
            """
        case .portOnlyReads:
            """
            Este puerto solo permite leer, y esto cambiaría algo. El nodo tiene otro puerto para eso; pregunte \
            a quien lo gestiona.
            """
        case .tokenMissing:
            """
            Esto cambiaría algo aquí. El nodo se inició con --token-file: envíe lo que hay en ese archivo como \
            «Authorization: Bearer TOKEN», o use forgechain con --token-file.
            """
        case .tokenWrong:
            """
            Lo que lleva Authorization no es el token de este nodo. El nodo se inició con --token-file: envíe \
            lo que hay en ese archivo como «Authorization: Bearer TOKEN», o use forgechain con --token-file.
            """
        case .otherSite:
            """
            Una página de otro sitio hizo que el navegador enviara esto, y cambiaría algo aquí: su \
            Sec-Fetch-Site es {site}, y no same-origin ni none.
            """
        case .otherSiteOrigin:
            """
            Una página de otro sitio hizo que el navegador enviara esto, y cambiaría algo aquí: su \
            Sec-Fetch-Site es {site}, y no same-origin ni none; su Origin es {origin}, y el Host es {host}.
            """
        case .otherOrigin:
            """
            Una página de otro sitio hizo que el navegador enviara esto, y cambiaría algo aquí: su Origin es \
            {origin}, y el Host es {host}. (Un proxy tiene que pasar Host tal como es.)
            """
        case .useOwnPage:
            """
            Use la página propia de este nodo o una herramienta como curl; para admitir una página de otro \
            origen, inicie el nodo con --allow-origin.
            """
        case .allowOrigin:
            """
            Use la página propia de este nodo o una herramienta como curl; para admitir una página de otro \
            origen, inicie el nodo con --allow-origin {origin}.
            """
        case .prefetch: "Un navegador pide esto por adelantado, y cambiaría algo aquí. Pídalo directamente."
        case .siteUnknown:
            """
            Un navegador envió este GET, que cambiaría algo aquí, sin Sec-Fetch-Site ni Origin. Así que quizá \
            se lo hizo hacer una página de otro sitio. Use la página propia de este nodo en /, o una \
            herramienta como curl; desde un script en un navegador, envíe un POST a {path}.
            """
        case .typeAddress: "Quien llegó por un enlace puede escribir la dirección en su lugar."

        // Bodies that are no JSON.
        case .bodyCompressed:
            """
            El cuerpo está comprimido o codificado, como dice su Content-Encoding ({coding}). Los cuerpos se \
            leen como son: envíelo sin ello, y quite esa cabecera.
            """
        case .bodyEmpty: "El cuerpo no es JSON: está vacío. Con curl va detrás de -d."
        case .bodyMultipartForm:
            """
            El cuerpo no es JSON: es un formulario (multipart/form-data). Envíe JSON: en Postman elija Body, \
            raw, JSON; con requests, json=...; con curl, -d '{...}' en lugar de -F.
            """
        case .bodyUrlEncodedForm:
            """
            El cuerpo no es JSON: es un formulario (a=b&c=d). Envíe JSON: en Postman elija Body, raw, JSON; con \
            requests, json=... en lugar de data=...; con curl, -d '{...}'; con jQuery, JSON.stringify(...).
            """
        case .bodyPercentEncoded:
            """
            El cuerpo no es JSON: está codificado con porcentajes, como para un formulario. Envíe el JSON tal \
            cual: con curl, -d en lugar de --data-urlencode.
            """
        case .bodyIsCompressed: "El cuerpo no es JSON: está comprimido. Envíelo tal cual."
        case .bodyShellQuotes:
            """
            El cuerpo no es JSON: empieza con una comilla simple, que el intérprete de órdenes debería haber \
            quitado. El de Windows no lo hace: escriba allí -d "{\\"sender\\": ...}", o ponga el JSON en un \
            archivo y envíelo con -d @FILE.
            """
        case .bodyShellBackslashes:
            """
            El cuerpo no es JSON: tiene barras invertidas ante sus comillas, que el intérprete de órdenes \
            debería haber quitado. Entre comillas simples no lo hace: quite las barras, o ponga el JSON en un \
            archivo y envíelo con -d @FILE.
            """
        case .bodyQuotesMissing:
            """
            El cuerpo no es JSON: sus textos no van entre comillas dobles. Quizá las quitó un intérprete de \
            órdenes (PowerShell y cmd.exe lo hacen): escriba \\" para cada una, o ponga el JSON en un archivo y \
            envíelo con -d @FILE.
            """
        case .bodySingleQuotes:
            """
            El cuerpo no es JSON: sus textos van entre comillas simples, como Python imprime un dict. JSON usa \
            comillas dobles: envíe json.dumps(...) en lugar de str(...), o con requests json=....
            """
        case .bodyCurlyQuotes, .fileCurlyQuotes:
            """
            \(noJSON)tiene comillas tipográficas, como las que pone un procesador de textos o una \
            página web. Escriba las rectas del teclado.
            """
        case .bodyJavaScriptObject, .fileJavaScriptObject:
            "\(noJSON)es lo que JavaScript hace de un objeto como texto. Escriba su JSON.stringify(...)."
        case .bodyFileName:
            """
            El cuerpo no es JSON: es el nombre de un archivo detrás de una @. Con curl -d @FILE o --data-binary \
            @FILE se lee; --data-raw envía el nombre, y PowerShell necesita comillas: '@FILE'.
            """
        case .bodyMarkup: "El cuerpo no es JSON: es XML o HTML. Envíe JSON."
        case .bodyPythonConstant, .filePythonConstant:
            "\(noJSON)None, True y False son de Python. En JSON son null, true y false."
        case .bodyTrailingComma, .fileTrailingComma:
            "\(noJSON)hay una coma antes de un paréntesis de cierre. Quite la coma."
        case .bodyComment, .fileComment: "\(noJSON)tiene un comentario, y JSON no los tiene. Quítelo."
        case .bodyStrippedUTF16:
            """
            El cuerpo no es JSON: era UTF-16, como lo escribe el > de PowerShell, y curl -d solo lee una parte. \
            Envíe el archivo con --data-binary @FILE, o guárdelo como UTF-8.
            """
        case .bodyBracketAlone:
            """
            El cuerpo no es JSON: es solo un corchete. O bien el intérprete de órdenes ha partido lo que no iba \
            entre comillas, o curl -d ha leído un archivo en UTF-16 hasta su primer cero: envíelo con \
            --data-binary @FILE.
            """
        case .bodyNotUTF8, .fileNotUTF8:
            """
            \(noJSON)no es UTF-8. Quizá sea Latin-1 o Windows-1252, como escriben los programas \
            viejos de Windows: guárdelo como UTF-8.
            """
        case .bodyEncodedTwice:
            """
            El cuerpo no es JSON: es JSON dentro de una cadena de JSON, así que se codificó dos veces. Con \
            requests dé el propio dict a json=..., o su json.dumps(...) a data=...; en JavaScript llame a \
            JSON.stringify una vez.
            """
        case .bodyLines:
            """
            El cuerpo no es JSON: son líneas de nombres y valores, como en YAML, TOML y archivos .ini. Envíe \
            JSON, con una llave alrededor y los textos entre comillas dobles.
            """
        case .bodyTable:
            """
            El cuerpo no es JSON: son valores separados por comas, como en un archivo CSV. Envíe un objeto con \
            un nombre para cada valor.
            """
        case .bodyUnfinished:
            """
            El cuerpo no es JSON: acaba antes de su última llave o comilla. Algo lo ha cortado, o falta una \
            llave de cierre.
            """
        case .bodyGoesOn:
            """
            El cuerpo no es JSON: su valor acaba y detrás hay más. Envíe un solo valor por petición, y nada \
            detrás de su última llave.
            """
        case .bodyBracesMissing, .fileBracesMissing: "\(noJSON)le faltan las llaves de alrededor."
        case .bodyPlaceholder, .filePlaceholder:
            """
            \(noJSON)hay un marcador donde se debe rellenar algo. Rellénelo, o mire por qué no lo \
            hizo el programa que debía: un shell rellena $NOMBRE solo entre comillas dobles, y Postman un nombre \
            entre llaves dobles solo si conoce esa variable.
            """
        case .bodyEqualsSign, .fileEqualsSign:
            """
            \(noJSON)hay un signo igual o una flecha donde JSON lleva dos puntos, como imprimen los objetos Ruby y \
            PHP. Escriba su JSON: to_json en Ruby, json_encode en PHP.
            """
        case .bodyCommaMissing, .fileCommaMissing:
            """
            \(noJSON)falta una coma entre dos valores, o una comilla dentro de un texto no lleva \
            barra inversa delante.
            """
        case .bodyOddBlank, .fileOddBlank:
            """
            \(noJSON)tiene un espacio que no es el de la barra espaciadora, como uno duro o uno \
            invisible, copiado de una página. Escríbalo de nuevo.
            """
        case .bodyFullWidth, .fileFullWidth:
            """
            \(noJSON)tiene puntuación de ancho completo, como la de un teclado chino o japonés. \
            Escriba dos puntos, comas, comillas y llaves normales.
            """
        case .bodyNumber, .fileNumber:
            """
            \(noJSON)un número no está escrito como en JSON: 5, 0.25, -1 o 1e3, con punto, sin \
            signo más, ceros delante, separadores ni letras.
            """
        case .bodyOtherConstant, .fileOtherConstant:
            """
            \(noJSON)tiene una palabra que JSON no conoce. En JSON hay null, true y false, en \
            minúsculas, y números.
            """
        case .bodyObjectPrinted, .fileObjectPrinted:
            """
            \(noJSON)es lo que un programa imprime de un objeto. Escriba su JSON: ConvertTo-Json en \
            PowerShell, json.dumps en Python, json_encode en PHP, JsonSerializer en C#, json.Marshal en Go, un \
            ObjectMapper en Java.
            """
        case .bodyWholeRequest:
            """
            El cuerpo no es JSON: es una petición entera o una orden. Envíe solo lo que va en el cuerpo: en \
            Postman importe la orden, en vez de pegarla.
            """
        case .bodyCode, .fileCode:
            """
            \(noJSON)es texto de un programa o Markdown alrededor de JSON. Quite todo lo que va \
            antes de su primera llave y detrás de la última.
            """
        case .bodyFilePath:
            """
            El cuerpo no es JSON: es el nombre de un archivo, y no lo que hay en él. Con curl escriba -d \
            @ARCHIVO, con requests data=open(ARCHIVO, 'rb').
            """
        case .bodyBase64: "El cuerpo no es JSON: está en Base64 o en dígitos hexadecimales. Envíe el JSON como es."
        case .bodyUTF7, .fileUTF7: "\(noJSON)está en UTF-7, una codificación abandonada. Escríbalo en UTF-8."
        case .bodyBinary:
            """
            El cuerpo no es JSON: no es texto, sino bytes de otro formato, como MessagePack, CBOR, Protobuf, una \
            imagen o un documento. Envíe texto.
            """
        case .bodyNotJSON: "El cuerpo no es JSON: {problem}."
        case .bodyNotJSONAt: "El cuerpo no es JSON: {problem}, delante de «{near}»."
        case .jsonAtByte: "byte {offset}: {problem}"
        case .jsonUnexpectedEnd: "el texto acaba demasiado pronto"
        case .jsonExpectedValue: "se esperaba un valor"
        case .jsonExpectedKey: "se esperaba una clave entre comillas dobles"
        case .jsonExpectedColon: "se esperaban dos puntos"
        case .jsonExpectedCommaOrEnd: "se esperaba una coma o un paréntesis de cierre"
        case .jsonTextAfterValue: "hay más texto después del valor"
        case .jsonByteOrderMark: "una marca de orden de bytes; quítela"
        case .jsonInvalidUTF8: "el texto no es UTF-8 válido"
        case .jsonInvalidEncoding: "el texto empieza como {encoding}, pero no es {encoding} válido"
        case .jsonControlCharacter: "un carácter de control dentro de una cadena; escríbalo como {escape}"
        case .jsonInvalidEscape: "una barra inversa que no empieza ningún escape; escriba dos por una"
        case .jsonIncompleteNumber: "un número sin un dígito donde tiene que haberlo"
        case .jsonNotFinite: "NaN y los infinitos no son JSON"
        case .jsonTooManyDigits: "un entero de más de {limit} dígitos"
        case .jsonNumberTooLarge: "un número demasiado grande para un double"
        case .jsonTooDeep: "anidado más hondo que {limit}"
        case .jsonTooLong: "el texto tiene más de {limit} bytes"

        // Payments and what waits.
        case .transactionNotAnObject: "Una transacción es un objeto con sender, recipient y amount."
        case .transactionsInAList: "Esto es una lista. Envíe cada transacción sola, en una petición propia."
        case .valuesMissing: "Faltan valores: {names}."
        case .valueUnderOtherName: "Lo que allí se llama «{found}» se llama aquí «{meant}»."
        case .valuesInside: "Están dentro de «{key}». Envíe lo que hay en él, sin nada alrededor."
        case .senderNotAString: "El remitente no es una cadena."
        case .senderEmpty: "El remitente está vacío."
        case .senderReserved: "El remitente «{sender}» está reservado para las recompensas."
        case .recipientNotAString: "El destinatario no es una cadena."
        case .recipientEmpty: "El destinatario está vacío."
        case .amountNotANumber: "El importe no es un número."
        case .amountIsText: "El importe no es un número, sino un texto. Quite las comillas de alrededor."
        case .amountNegative: "El importe es negativo."
        case .idNotHex: "El id no es una cadena de 32 dígitos hexadecimales en minúscula."
        case .transactionExample: #"Envíe un objeto como {"sender": "alice", "recipient": "bob", "amount": 5}."#
        case .paymentTooLong:
            """
            En un bloque este pago tendría {bytes} bytes, pues un carácter fuera de ASCII ocupa 6 o 12, y un \
            pago tiene como mucho {limit}. Envíe valores más cortos.
            """
        case .idTaken: "El id es el de una transacción con otros valores. Envíe esta con otro id, o sin ninguno."
        case .pendingFull:
            "Hay {count} transacciones pendientes, y no cabe ninguna más. Mine un bloque, o espere a que haya uno."
        case .pendingShareFull:
            """
            Hay {count} transacciones suyas pendientes. Del espacio para {limit} y {bytes} bytes, nadie recibe \
            más de lo que queda entonces para todos los demás. Mine un bloque, o espere a que haya uno.
            """
        case .chainFull:
            """
            La cadena tiene {bytes} bytes, y ningún nodo con el límite de este, {limit} bytes, podría seguir \
            una más larga. Inicie todos los nodos con un --max-chain-bytes mayor.
            """
        case .orderAmountNotANumber: "El importe «{amount}» no es un número como los de JSON: 5, 0.25 o 1e3."
        case .orderIdMalformed: "«{id}» no es un id: tiene que ser de 32 dígitos hexadecimales en minúscula."
        case .paymentNotSigned: "Este pago no está firmado."
        case .paymentBreaksRule: "Esto incumple la regla {rule}: {problem}."
        case .howToSign:
            """
            Este nodo lleva un libro mayor, en el que todo pago va firmado. Cree una clave y deje que firme el \
            cliente: forgechain key new alice; forgechain send RECIPIENT 5 --from alice. O en Python: key = \
            nacl.signing.SigningKey(seed); payment = {"amount": 5, "fee": 1, "nonce": 0, "recipient": \
            RECIPIENT, "sender": key.verify_key.encode().hex()}; payment["signature"] = \
            key.sign(json.dumps({**payment, "network": "{network}"}, sort_keys=True).encode()).signature.hex(). \
            GET /accounts/SENDER dice el nonce.
            """
        case .signatureWrong:
            """
            La firma no vale: la hizo otra clave, o para otra red, o algo se cambió después. Fírmelo otra vez, \
            para la red que GET /status llama genesis.
            """
        case .nonceUsed:
            """
            El pago del remitente con nonce {nonce} está en la cadena. El siguiente tiene nonce {next}: fírmelo \
            con ese.
            """
        case .nonceTooFar:
            """
            El próximo nonce del remitente es {next}, y de cada remitente esperan como mucho {limit} pagos, así \
            que el nonce {nonce} se adelanta demasiado. Envíe antes los anteriores.
            """
        case .nonceTaken:
            """
            Ya espera un pago del remitente con nonce {nonce}. Otro ocupa su lugar si paga una décima parte \
            más, una comisión de {fee}; uno además de él tiene nonce {next}.
            """
        case .balanceTooSmall: "El remitente tiene {balance}, y este pago cuesta {cost}, comisión incluida."
        case .balanceTooSmallWithWaiting:
            """
            El remitente tiene {balance}, de los que pagos anteriores que esperan se llevarán {waiting}, y este \
            cuesta {cost}, comisión incluida.
            """
        case .paymentsFull:
            """
            Esperan {count} pagos, y no cabe ninguno más; cada uno vale más por byte. Con una comisión de {fee} \
            entra este.
            """
        case .paymentsBehindGap:
            """
            Esperan {count} pagos, y no cabe ninguno más; el nonce {nonce} esperaría al nonce {missing}, que \
            nadie ha enviado. Envíe antes ese.
            """
        case .paymentsEarlierPaysLittle:
            """
            Esperan {count} pagos, y no cabe ninguno más; cada uno paga más por byte que el pago del remitente \
            con nonce {earlier}, detrás del cual cuenta el nonce {nonce}. Envíe antes ese otra vez con una \
            comisión mayor.
            """
        case .paymentLongerThanAll:
            "Este pago tiene {bytes} bytes, y en total hay sitio para {limit}. Envíe una nota más corta."

        // Questions about what is kept.
        case .transactionIdMalformed:
            "«{name}» no es un id: dé el de la transacción, de {digits} dígitos hexadecimales en minúscula."
        case .transactionUnknown: "Este nodo no conoce ninguna transacción con el id {id}."
        case .transactionNotInChain: "Ningún bloque de la cadena tiene una transacción con el id {id}."
        case .blockNameMalformed:
            "«{name}» no es un bloque: dé su índice, como 1, su hash de 64 dígitos hexadecimales, o {latest}."
        case .blockUnknown: "No hay ningún bloque {name}: la cadena tiene los bloques 1 a {length}."
        case .blockHashUnknown: "Ningún bloque de la cadena tiene el hash {hash}."
        case .pageBeyondBlocks: "Hay {total} {total|bloque|bloques} en la cadena, así que no hay nada en {from}."
        case .pageBeyondPending:
            "Hay {total} {total|transacción pendiente|transacciones pendientes}, así que no hay nada en {from}."
        case .pageBeyondHistory:
            "Hay {total} {total|transacción|transacciones} en este historial, así que no hay nada en {from}."
        case .pageBeyondHeaders: "La cadena tiene {length} bloques, así que no hay ninguna cabecera en {from}."
        case .pageBeyondAccounts:
            """
            La lista tiene las {listed} cuentas más ricas de {total}, así que no hay nada en {from}. GET \
            /accounts/ADDRESS da cualquiera de ellas.
            """
        case .pageBeyondForks:
            "Se {total|recuerda|recuerdan} {total} {total|bifurcación|bifurcaciones}, así que no hay nada en {from}."
        case .historyNameTooLong: "Se guarda el historial de direcciones de hasta {limit} bytes; esta es más larga."
        case .historyNone: "Ninguna transacción de la cadena tiene a «{name}» como remitente o destinatario."
        case .accountsNone:
            "Las reglas de este nodo son {rules}, que no conocen cuentas. Inicie uno con --rules {ledger}."
        case .addressMalformed: "«{name}» no es una dirección: tiene 64 dígitos hexadecimales en minúscula."
        case .fileUnknown: "La página no tiene ningún archivo {name}. Está en /."
        case .afterBesidePage:
            """
            «after» da en la consulta todos los bloques desde una bifurcación, así que «from» y «limit» no \
            significan nada a su lado. Quítelos.
            """
        case .afterMalformed:
            """
            «after» tiene que nombrar en la consulta bloques de una cadena, los más nuevos primero: \
            12-HASH,11-HASH,1-HASH con 64 dígitos hexadecimales por HASH, y {limit} como mucho.
            """
        case .afterNotABlock: "Lo que se da como «after» no es un bloque: {problem}."
        case .explainExample:
            """
            Envíe un bloque tal como está en /chain, o {"block": {...}, "after": {...}} para juzgarlo detrás de \
            otro.
            """

        // What is busy, full or broken.
        case .diskBusy: "Demasiadas peticiones esperan al disco. Inténtelo más tarde."
        case .readingBusy: "Demasiadas preguntas esperan a lo que está guardado. Inténtelo más tarde."
        case .notRead: "No se pudo leer lo que está guardado. Inténtelo más tarde; quizá el registro del nodo diga más."
        case .longBodiesBusy:
            "Esperan a ser leídos {count} textos de más de {bytes} bytes. Inténtelo más tarde, o envíe uno más corto."
        case .watchersFull: "Ya miran este nodo {count} clientes. Inténtelo más tarde, o pregunte a GET /status."
        case .dataDamaged: "Lo que el nodo guarda está dañado, así que no guarda nada más. Su registro dice más."
        case .diskFull:
            """
            El disco está lleno, o lo está el espacio permitido, así que no se guardó nada de esta petición. \
            Haga sitio y envíela otra vez.
            """
        case .diskRefused:
            """
            El disco se negó ({problem}), así que no se guardó nada de esta petición. Envíela otra vez cuando \
            se pueda escribir.
            """
        case .diskFullUnsure:
            """
            El disco está lleno ({problem}), así que esto no ha ocurrido; pero si el nodo se cae antes de que \
            el disco vuelva a funcionar, quizá lo encuentre guardado. Mire antes de enviarlo otra vez.
            """
        case .diskRefusedUnsure:
            """
            El disco se negó ({problem}), así que esto no ha ocurrido; pero si el nodo se cae antes de que el \
            disco vuelva a funcionar, quizá lo encuentre guardado. Mire antes de enviarlo otra vez.
            """
        case .fileDamaged:
            """
            {path} está dañado: {problem}. Ponga una copia en su lugar, o empiece de nuevo con otro --data-dir; \
            otros nodos aún tienen la cadena.
            """

        // Mining and work.
        case .minedElsewhere:
            """
            Para /mine este nodo busca él mismo la prueba. Envíe la que haya encontrado a POST /work; GET /work \
            dice qué hay que buscar.
            """
        case .paymentToMine:
            """
            Esto es un pago, y /mine no los toma: se perdería. Envíelo antes a POST /transactions/new, y mine \
            sin cuerpo.
            """
        case .superseded:
            """
            Mientras se buscaba este bloque llegó una cadena más larga, de {length} bloques. Mine otra vez para \
            continuarla.
            """
        case .miningCancelled: "La búsqueda se abandonó porque el cliente se fue o el nodo se está apagando."
        case .miningBusy: "Esperan {count} peticiones de minado. Inténtelo más tarde."
        case .aheadOfClock:
            """
            El bloque más nuevo va {seconds} segundos por delante del reloj de este nodo, y los que se \
            adelantan más de {limit} segundos aún no se aceptan. Ponga el reloj en hora, o espere.
            """
        case .belowCheckpoint:
            """
            La cadena tiene {length} bloques, y --checkpoint pide un bloque {height} concreto. Lo que se mine \
            antes de recibirlo de otro nodo se perdería. Registre un nodo que lo tenga.
            """
        case .minedBefore: "Antes de eso se forjaron {count}."
        case .minerNotHere:
            """
            Según las reglas de este nodo, el bloque se compone cuando llega su prueba. Nombre entonces al \
            minero, con «miner» en el cuerpo de POST /work.
            """
        case .minerNotAnAddress:
            "El «miner» de la consulta no es una dirección: tiene 64 dígitos hexadecimales en minúscula."
        case .workNotAnObject: "El cuerpo no es un objeto."
        case .workOtherKeys: "No puede tener más que {keys}."
        case .workIdMissing: "Falta el id del trabajo."
        case .workIdMalformed: "El id no es una cadena de 64 dígitos hexadecimales en minúscula."
        case .workNumberMissing: "Tiene que tener nonce o proof, uno de los dos."
        case .workNonceMalformed: "El nonce no es un entero de 0 en adelante."
        case .workProofMalformed: "La prueba no es un entero de 0 en adelante."
        case .workMinerMalformed: "El minero no es una cadena de 1 a {limit} bytes, o es {reserved}."
        case .workExample:
            """
            Envíe un objeto como {"id": "64 hex digits", "nonce": 35293, "miner": "alice"}: GET /work da el id \
            y dice de qué es el nonce, y sin minero cobra el nodo.
            """
        case .workStale:
            """
            Este trabajo es para un bloque que no es el siguiente: la cadena tiene {length} bloques, y el más \
            nuevo es {tip}. Pregunte a GET /work qué hay que hacer ahora.
            """
        case .workUnknown:
            """
            Este nodo no conoce ningún trabajo con el id {id}: nunca se dio aquí, o es demasiado viejo, u otros \
            han pedido mucho desde entonces. Pregunte a GET /work qué hay que hacer ahora.
            """
        case .workForged:
            """
            Sobre el más nuevo se está forjando otro bloque, cuyo trabajo se hizo justo antes. Pregunte a GET \
            /work qué hay que hacer ahora.
            """
        case .workNotDoneZeros:
            """
            El trabajo no está hecho: el SHA-256 de este intento es {hash}, y tiene que empezar con {zeros} \
            ceros. El intento es prefix, número y suffix, como los da GET /work, sin nada en medio.
            """
        case .workNotDoneTarget:
            """
            El trabajo no está hecho: el SHA-256 de este intento es {hash}, y puede ser {target} como mucho. El \
            intento es prefix, número y suffix, como los da GET /work, sin nada en medio.
            """
        case .workProofTooLarge:
            """
            La prueba tiene que ser menor que 2^64: hay suficientes, y una más larga haría más lenta cada \
            búsqueda posterior.
            """
        case .workNonceTooLong: "Un nonce es menor que 10^{limit}; este tiene {digits} dígitos."
        case .workOtherSeal:
            "La prueba no empieza con el sello de este trabajo, {seal}: es el sello por 10^{digits}, más el nonce."
        case .workOtherMiner:
            """
            Este trabajo paga a {miner}, y la prueba lo sella. Pida a GET /work?miner=ADDRESS un trabajo que \
            pague a otro.
            """

        // Peers.
        case .nodesMissing: #"Error: dé una lista válida de nodos, como {"nodes": ["http://192.168.0.5:5000"]}."#
        case .nodesTooMany: "Error: dé una lista válida de nodos: como mucho {limit} por petición."
        case .nodesEntryNotAString: "Error: dé una lista válida de nodos: la entrada {entry} no es una cadena."
        case .nodesNotInBrackets:
            """
            Lo que allí se llama nodes no es una lista: ponga corchetes alrededor, también de una sola \
            dirección, y comillas en cada una.
            """
        case .nodesWithoutName: "La lista no tiene allí nombre: póngala en un objeto, detrás de «nodes»."
        case .nodesRefused: "Error: dé una lista válida de nodos: {problem}"
        case .peerSecure:
            """
            En {peer} se habla https, y los nodos solo hablan http: nombre el puerto del propio nodo, como \
            {example}.
            """
        case .peerNotAllowed:
            "{host} no es ninguna de las direcciones a las que se conecta este nodo: --allow-peers es {ranges}."
        case .notAnAddress:
            "«{text}» no es una dirección: {problem}. Escríbala como http://192.168.0.5:5000 o node2:5000."
        case .notAPeerAddress:
            "«{text}» no es la dirección de un nodo: {problem}. Escríbala como http://192.168.0.5:5000 o node2:5000."
        case .addressHasBlanks: "hay un espacio o un carácter de control en ella; quítelo"
        case .addressNotASCII:
            """
            tiene caracteres fuera de ASCII; un nombre que los tiene se escribe como xn--..., y la puntuación es \
            la normal
            """
        case .addressTooLong: "tiene más de {limit} caracteres"
        case .addressSeveral: "hay varias; ponga cada una entre sus comillas, con comas entre ellas"
        case .addressIPv6: "una dirección IPv6 va entre corchetes, como http://[::1]:5000"
        case .addressZone:
            "una dirección con zona (detrás de %) sirve en una sola máquina; dé una que valga para todos los nodos"
        case .addressUser: "los nodos no conocen usuario ni contraseña; quite lo que hay delante de la @"
        case .addressPath: "hay más que un host y un puerto; quite {part}"
        case .addressScheme: "solo se habla http, ni https ni otra cosa"
        case .addressPort: "al final no hay un puerto de 1 a 65535; solo detrás de http:// ninguno significa 80"
        case .addressHost: "su host no es ni un nombre ni una dirección"
        case .peerUnknown: "{address} no es un nodo conocido de este. GET /nodes los enumera."
        case .peersFull: "Un nodo conoce como mucho {limit} nodos, así que no se añadió ninguno de estos."
        case .peersShareFull:
            """
            Un nodo conoce como mucho {limit} nodos, y de estos lugares nadie recibe más de los que quedan \
            entonces para todos los demás, así que no se añadió ninguno; usted ha registrado {count}, y puede \
            registrar {room} más. Quite algunos, o regístrelos desde una dirección local como 127.0.0.1, o con \
            el token de --token-file.
            """
        case .peersShareEmpty:
            """
            Un nodo conoce como mucho {limit} nodos, y de estos lugares nadie recibe más de los que quedan \
            entonces para todos los demás, así que no se añadió ninguno; usted ha registrado {count}, y puede \
            registrar {room} más. Regístrelos desde una dirección local como 127.0.0.1, o con el token de \
            --token-file.
            """
        case .gossipOff: "Este nodo no difunde noticias. Inícielo con --gossip."
        case .gossipStatusMalformed: "El valor de «{key}» no es lo que responde GET /status."
        case .gossipTransactionsMalformed: "El valor de «transactions» no es un array."
        case .gossipTooMany: "Hay {count} transacciones; un mensaje tiene como mucho {limit}."
        case .gossipNotSigned: "La transacción {position} no es un pago firmado: {problem}."
        case .gossipNotAPayment:
            """
            La transacción {position} no es un objeto con exactamente amount, id (32 dígitos hexadecimales en \
            minúscula), recipient y sender, como los de un pago.
            """
        case .gossipWantsMalformed: "El valor de «wants_peers» no es true ni false."
        case .resolveNotAwaited: "El nodo no esperó a los demás: se está apagando o está demasiado ocupado."
        case .peerNotLookedAt:
            """
            {address} no es un nodo conocido de este, y este no mira otros. GET /nodes los enumera; POST \
            /nodes/register le da a conocer uno.
            """
        case .looksFull: "Ya se miran {count} nodos. Inténtelo dentro de un momento."

        // Verdicts on a peer's chain.
        case .taken: "aceptada"
        case .takenInPart: "aceptada hasta donde llegó, {length} bloques; la próxima ronda sigue tras ellos: {problem}"
        case .takenInPartOf:
            "aceptada hasta donde llegó, {length} de {all} bloques; la próxima ronda sigue tras ellos: {problem}"
        case .notLonger: "no es más larga"
        case .noMoreWork: "no tiene más trabajo"
        case .longerButOtherTaken: "es más larga, pero se tomó otra"
        case .moreWorkButOtherTaken: "tiene más trabajo, pero se tomó otra"
        case .thisNodeItself: "este mismo nodo"
        case .noChainThere: "ahí no hay ninguna cadena"
        case .doesNotGossip: "no difunde noticias"
        case .didNotAnswerGossip: "no respondió como un nodo que difunde noticias"
        case .didNotAnswerBlocks: "no respondió con bloques"
        case .statusNotUnderstood: "no se entiende lo que dice de sí mismo"
        case .givenUpSlowest: "abandonado: era el más lento de varios, y otros esperaban"
        case .answersTooLong: "abandonado: las respuestas de todos juntas son demasiado largas"
        case .addressNotInRanges: "sin conexión: su dirección, {address}, no está en ningún rango de --allow-peers"
        case .addressUnknown: "inalcanzable: no se conoce ninguna dirección de {host}"
        case .unreachable: "inalcanzable"
        case .addressNotAllowed: "sin conexión: {address} no es ninguna de las direcciones permitidas"
        case .redirected: "redirige a {place}, y solo se sigue otra ruta del mismo host y puerto"
        case .redirectedTooOften: "redirige más de {limit} veces"
        case .timedOut: "no respondió a tiempo"
        case .answeredStatus: "respondió con el estado {status}"
        case .sentTooMuch: "envió más de {limit} bytes"
        case .cutOff: "cerró la conexión en medio de su respuesta"
        case .answeredNoHttp: "no respondió en HTTP"
        case .answeredEncoded: "envió su respuesta en una codificación que no se pidió, quizá comprimida"
        case .givenUp: "abandonado"
        case .otherRules: "de otra red: sus reglas son {theirs}, y las nuestras son {ours}"
        case .otherDifficulty: "de otra red: su dificultad es {theirs}, y la nuestra es {ours}"
        case .otherGenesis: "de otra red: su cadena empieza con el bloque {theirs}, y la nuestra está fijada a {ours}"
        case .chainRefused: "rechazada: {problem}"
        case .chainRefusedAt: "rechazada en el {problem}"
        case .chainRefusedByRules: "rechazada en el {problem}. Inicie un nodo con {flag}"
        case .reorgTooDeep: "reemplazaría los {depth} bloques más nuevos de aquí, y --max-reorg permite {limit}"
        case .lacksCheckpoint: "el bloque {height} es {found}, y --checkpoint pide {wanted}"
        case .includedTwiceInBlock: "bloque {height}: lleva dos veces la transacción {id}"
        case .includedTwice: "bloque {height}: su transacción {id} ya está en el bloque {earlier}"

        // What is wrong with a chain.
        case .answerNotJSON: "no es JSON: {problem}"
        case .answerNoChain: "no hay ninguna cadena en la respuesta"
        case .chainEmpty: "la cadena no tiene bloques"
        case .chainBlockFault: "bloque {height}: {problem}"
        case .chainWrongIndex: "bloque {height}: su índice es {index}"
        case .chainWrongPreviousHash: "bloque {height}: previous_hash no es el hash del bloque {before}"
        case .chainRespelled:
            "bloque {height}: previous_hash no es el hash del bloque {before}, sino su hash con {spelling}"
        case .chainWrongProof: "bloque {height}: su prueba no encaja"
        case .chainWrongProofByRules: "bloque {height}: su prueba no encaja {other}"
        case .chainBreaksRule: "el bloque {height} incumple la regla {rule}: {problem}"
        case .answerTooLong: "la respuesta tiene más de {limit} bytes"
        case .chainBlockTooLong: "bloque {height}: tiene más de {limit} bytes"
        case .answerValueTooLong: "un valor junto a la cadena tiene más de {limit} bytes"
        case .answerNoFork: "no dice detrás de qué bloque van los suyos"
        case .answerWrongFork: "sus bloques van detrás del bloque {height}, que no se le nombró"
        case .answerNoLength: "no tiene ni bloques ni la longitud de su cadena"
        case .answerWithheld: "dice que su cadena tiene {length} bloques, y no envió ninguno"
        case .proofFitsOtherRules: "según las reglas de {ours}, pero sí según las de {theirs}: {difference}"
        case .guessEndsWithHash: "su intento acaba con el último hash"
        case .guessLeavesHashOut: "su intento omite el último hash"
        case .spellingFloats: "5.0 en lugar de 5 en {fields}: un programa imprimió un decimal como entero"
        case .spellingIntegers: "5 en lugar de 5.0 en {fields}: un programa imprimió un entero como decimal"
        case .spellingUpperCase: #"\u00E9 en lugar de \u00e9"#
        case .spellingCharacters: #"caracteres fuera de ASCII tal cual, en lugar de \u00e9"#
        case .spellingSlashes: #"\/ en lugar de /"#
        case .spellingMarkup: #"caracteres fuera de ASCII tal cual, y \u003c en lugar de <"#
        case .spellingEscapedOnce: #"\u00e9 en lugar de \\u00e9: un programa escapó un escape"#
        case .spellingCompact: "sin espacios tras comas y dos puntos"
        case .spellingUnsorted:
            """
            las claves en el orden del código del tutorial (index, timestamp, transactions, proof, previous_hash; \
            sender, recipient, amount), sin ordenar
            """
        case .spellingWithoutKeys: "sin {keys}, que un programa añadió después de calcular el hash"
        case .spellingAnd: "{first}; {second}"
        case .spellingRewardsAside: "{fields} (salvo las recompensas)"
        case .blockNotAnObject: "no es un objeto"
        case .blockKeyMissing: "falta {key}"
        case .blockIndexNotAnInteger: "index no es un entero de 1 a {limit}"
        case .blockTimestampNotANumber: "timestamp no es un número"
        case .blockTransactionsNotAnArray: "transactions no es un array"
        case .blockTransactionNotAnObject: "la transacción {position} no es un objeto"
        case .blockProofNotAnInteger: "proof no es un entero de 0 en adelante"
        case .blockPreviousHashNotAString: "previous_hash no es una cadena"
        case .blockNotCanonical: "su texto no es JSON canónico"
        case .blockNotOfALedger: "no es de un libro mayor"

        // What breaks a rule of a ledger.
        case .inTransaction: "transacción {position}: {problem}"
        case .ledgerWrongPreviousHash: "previous_hash no es el hash del bloque {before}"
        case .ledgerBlockTooLong: "tiene más de {limit} bytes"
        case .ledgerWrongRoot: "merkle_root no es la raíz de sus transacciones: alguna se cambió después"
        case .proofKeysMissing: "su prueba no tiene block, count, path, position y transaction"
        case .proofOfOtherTransaction: "muestra otra transacción que la que se pidió"
        case .proofPathImpossible: "su camino no va de la transacción {position} de {count} a su raíz"
        case .proofPathWrong: "su camino no lleva a la raíz en la cabecera del bloque {height}"
        case .proofOfLaterBlock: "su prueba es del bloque {height}, y la cadena de sus cabeceras acaba antes"
        case .proofNonceNotIndex: "su nonce no es el índice de su bloque"
        case .rewardFeesTooLarge: "las comisiones suman más que todo el dinero que hay"
        case .rewardWrong:
            """
            la última transacción no paga {amount} de «{sender}» a una dirección, con el índice del bloque como \
            nonce
            """
        case .networkOtherFirstBlock: "la cadena empieza con otro bloque, así que es de otra red"
        case .genesisRulesKeys: "sus reglas no se llaman «{name}» con exactamente {keys}"
        case .genesisRulesRange:
            """
            sus reglas están fuera de rango: block_time_ms de 1 a {time}, window de 2 a {window}, \
            halving_blocks desde 1 y reward desde 0 hasta 2^53 - 1, target 64 dígitos hexadecimales de 1 a \
            {target}
            """
        case .genesisKeys: "no tiene exactamente {keys}"
        case .genesisValues:
            """
            un primer bloque tiene index 1, previous_hash «1», un proof desde 0 y un timestamp desde 0, en \
            segundos desde 1970
            """
        case .genesisSupply: "las asignaciones y las recompensas suman al final más de 2^53 - 1"
        case .genesisNotABlock: "{problem}"
        case .genesisTransactions: "sus transacciones no son un array"
        case .genesisGrant:
            "una asignación tiene un importe desde 1, la dirección de un destinatario y el remitente «0»"
        case .paymentKeys: "no es un objeto con exactamente {keys}, y memo si se quiere"
        case .paymentSignatureMalformed:
            """
            la firma no son 128 dígitos hexadecimales en minúscula, o su primera mitad es de orden pequeño o no \
            es canónica
            """
        case .paymentSignatureWrong:
            "su remitente no firmó esto para esta red: es otra clave u otra red, o algo se cambió después"
        case .paymentAddressMalformed: "{key} no es una clave pública Ed25519 en 64 dígitos hexadecimales en minúscula"
        case .paymentNumberOutOfRange: "{key} no es un entero de {least} a 2^53 - 1"
        case .paymentMemoMalformed:
            "la nota no es una cadena de 1 a {limit} bytes tal como se escribe, sin sustitutos sueltos"
        case .paymentWrongNonce: "su nonce es {nonce}, y el siguiente del remitente es {next}"
        case .paymentBalance: "el remitente tiene {balance}, y se gastan {cost}"
        case .ledgerBlockKeys: "no es un objeto con exactamente {keys}, y un array de transactions"
        case .ledgerHeaderKeys: "no es un objeto con exactamente {keys}"
        case .ledgerHashesMalformed: "merkle_root, previous_hash y target no son de 64 dígitos hexadecimales cada uno"
        case .ledgerWrongIndex: "se llama {index}, pero sigue al bloque {before}"
        case .ledgerIndexTooSmall: "se llama {index}, y los bloques tras el primero se cuentan desde 2"
        case .ledgerNotLater: "no es posterior al bloque anterior, contado en milisegundos"
        case .ledgerTimestampMalformed: "su timestamp no es un número de segundos de 0 a {limit}"
        case .ledgerFromTheFuture: "va más de {seconds} segundos por delante del reloj de aquí, y aún no se acepta"
        case .ledgerWrongTarget: "su target no se sigue de los bloques anteriores"
        case .ledgerWrongSeal: "su prueba no empieza con su cabecera: quien cambia un bloque tiene que buscar de nuevo"
        case .ledgerNoWork: "el hash de su intento supera su target: nadie ha hecho el trabajo"

        // What is checked in a block.
        case .ruleBroken: "{Problem}."
        case .notCompared: "Esto no se compara: {why}."
        case .whyBeforeUnknown: "aquí no se conoce el bloque anterior"
        case .whyBeforeNotInChain: "el bloque anterior no está en la cadena de aquí"
        case .whyNoTime: "no tiene hora"
        case .whyBeforeNoTime: "el bloque anterior no tiene una hora que cuente"
        case .whyProofNoNumber: "su prueba no es un número de 0 en adelante"
        case .whyRuleBrokenBefore: "antes se incumple la regla {rule}"
        case .whyBlockTooLong: "el bloque es más largo de lo que puede ser ninguno"
        case .whyNoWorkDone:
            "las {count} primeras firmas valen, y nadie ha hecho el trabajo para que se comprueben las demás"
        case .whyNoAccounts:
            "las cuentas anteriores no están a mano, pues desde entonces llegaron más de {size} MiB de bloques"
        case .whyNoAccountsElsewhere: "el bloque anterior no está en la cadena de aquí, y por eso tampoco hay cuentas"
        case .noBlock: "Esto no es un bloque: {problem}."
        case .noBlockToLookAt: "No hay ningún bloque que mirar."
        case .noLedgerBlockToLookAt: "No hay ningún bloque de un libro mayor que mirar."
        case .shapeHolds: "Es un objeto con {keys}, cada uno de su tipo."
        case .ledgerShapeHolds:
            """
            Es un objeto con exactamente {keys} y un array de transactions, y sus hashes tienen 64 dígitos \
            hexadecimales.
            """
        case .genesisHolds:
            """
            Dice qué red empieza, con qué reglas y a quién dota. No hay nada antes, así que no hay prueba que \
            comprobar.
            """
        case .networkHolds: "Es el primer bloque de esta red, cuyo nombre es su hash."
        case .networkBroken: "Es el primer bloque de otra red, cuyas cadenas este nodo no acepta."
        case .canonicalHolds:
            "Está escrito como lo escribe json.dumps(block, sort_keys=True) de Python, y eso es lo que se resume."
        case .canonicalBroken:
            """
            Se envió con otra escritura que la que se resume. Eso no rompe nada: cuentan los valores, y el \
            texto que se muestra aquí es el suyo.
            """
        case .canonicalUnknown: "Se envió junto con otro, así que no se juzga su escritura."
        case .indexBeforeFirst: "Se llama {index}, pero una cadena cuenta sus bloques desde 1."
        case .indexBeforeUnknown:
            "La cadena de aquí tiene {length} bloques, así que no se conoce el anterior al bloque {index}."
        case .indexHolds: "Es el bloque {height} y sigue al bloque {before}."
        case .indexHoldsFirst: "Es el bloque {height} y está al principio."
        case .indexBroken: "Se llama {index}, pero sigue al bloque {before}."
        case .indexBrokenFirst: "Se llama {index}, pero está al principio."
        case .previousHashHolds:
            "Lleva el hash del bloque {before}, así que un cambio de cualquier byte allí se notaría aquí."
        case .previousHashBroken: "No lleva el hash del bloque {before}: aquel se cambió, o este sigue a otro."
        case .previousHashRespelled: "No lleva el hash del bloque {before}, sino su hash con {spelling}."
        case .proofHolds:
            """
            El hash del intento empieza con {zeros|1 cero|# ceros}, y se piden {difficulty}: un trabajo de unos \
            {guesses} intentos.
            """
        case .proofBroken:
            """
            El hash del intento empieza con {zeros|1 cero|# ceros}, y se piden {difficulty}: nadie ha hecho el \
            trabajo de esta prueba detrás de ese bloque.
            """
        case .proofOfOtherRules:
            """
            El hash del intento empieza con {zeros|1 cero|# ceros}, y se piden {difficulty}: esta prueba no \
            encaja {other}. Inicie un nodo con {flag}.
            """
        case .firstHasNothingBefore: "No hay nada antes de un primer bloque, así que aquí puede haber cualquier cosa."
        case .nothingToCompare: "Aquí no se conoce el bloque anterior, así que no hay con qué comparar."
        case .sealedHolds: "El bloque {next} lleva su hash, y todos los bloques que siguen cuelgan de él."
        case .sealedBroken:
            """
            El bloque {next} de la cadena de aquí lleva otro hash: en ese lugar este bloque rompería la cadena, \
            y habría que buscar de nuevo cada prueba a partir de ahí.
            """
        case .sealedNewest:
            """
            Es el bloque más nuevo, y nada lleva aún su hash. Una prueba cubre el bloque anterior, no las \
            transacciones del suyo: quien tenga la cadena aún podría reescribirlas sin trabajo nuevo. El \
            próximo bloque acaba con eso.
            """
        case .sealedNewestOfLedger:
            """
            Es el bloque más nuevo, y nada lleva aún su hash. Su propia prueba lo sella, así que quien lo \
            cambie tiene que buscar de nuevo; cada bloque encima añade más.
            """
        case .sealedNothingBehind: "La cadena de aquí no tiene ningún bloque que iría detrás."
        case .targetHolds: "Su target es el que se sigue de los bloques anteriores."
        case .timestampHolds: "Es posterior al bloque {before}, contado en milisegundos."
        case .futureHolds: "No va más de {seconds} segundos por delante del reloj de aquí."
        case .sealHolds:
            """
            Su prueba empieza con el SHA-256 de su cabecera, leído como número: quien cambia la cabecera tiene \
            que buscar de nuevo.
            """
        case .ledgerProofHolds: "El hash de su intento no supera su target: un trabajo de unos {guesses} intentos."
        case .ledgerProofHoldsAnyhow: "El hash de su intento no supera su target."
        case .sizeHolds: "Tiene {bytes} bytes, y puede tener {limit}."
        case .merkleRootHolds:
            """
            Su cabecera lleva la raíz del árbol de sus transacciones, así que un cambio de cualquiera se \
            notaría aquí.
            """
        case .paymentsNone: "No tiene pagos."
        case .paymentsKeysHold: "{count|Su pago|Cada uno de sus # pagos} tiene las claves de un pago, y ninguna más."
        case .paymentsAddressesHold:
            """
            {count|Su pago|Cada uno de sus # pagos} tiene un remitente y un destinatario que son claves \
            públicas Ed25519, de 64 dígitos hexadecimales.
            """
        case .paymentsAmountsHold:
            """
            {count|Su pago|Cada uno de sus # pagos} tiene un importe desde 1, y una comisión y un nonce desde \
            0, enteros hasta 2^53 - 1.
            """
        case .paymentsMemosHold: "{count|Su pago|Cada uno de sus # pagos} tiene una nota corta, o ninguna."
        case .paymentsSignaturesHold:
            "{count|Su pago|Cada uno de sus # pagos} está firmado por su remitente, solo para esta red."
        case .paymentsNoncesHold:
            """
            {count|Su pago|Cada uno de sus # pagos} tiene el nonce que es el siguiente de su remitente, así que \
            ninguno cuenta dos veces.
            """
        case .paymentsBalancesHold:
            "{count|Su pago|Cada uno de sus # pagos} es de un remitente que tiene lo que cuesta, comisión incluida."
        case .rewardHolds:
            """
            La última transacción, y solo esa, paga la recompensa y las comisiones, con el índice del bloque \
            como nonce.
            """

        // A class.
        case .notTheTeacher:
            """
            Esto cambiaría la red de toda la clase. Pídalo desde la máquina en la que corre forgechain \
            classroom, o abra la página por la dirección del profesor, que este imprime.
            """
        case .classBeginsAnew: "La clase empieza de nuevo. Pregunte otra vez dentro de un momento."
        case .classBeginsAlready:
            "La clase ya está a punto de empezar de nuevo. Pregunte otra vez dentro de un momento."
        case .classNotBegun: "La clase no puede empezar: {problem}"
        case .classOtherNodes: "Para eso hacen falta dos nodos distintos de {names}."
        case .classLinkExample: #"Envíe un objeto como {"between": ["alice", "bob"], "joined": false}."#
        case .classNodesBusy: "Los nodos tienen demasiado que hacer, o no pueden guardar nada. Inténtelo más tarde."

        // Files that are no chain.
        case .fileEmpty: "No hay ninguna cadena: el archivo está vacío."
        case .fileArchive:
            "No hay ninguna cadena: es un archivo comprimido {format}. Importe el archivo que hay dentro."
        case .fileCompressed:
            """
            No hay ninguna cadena: está comprimido con {format}. Importe lo que contiene: {command} FILE | \
            forgechain import -
            """
        case .fileCompressedTwice:
            """
            No hay ninguna cadena: está comprimido dos veces. Importe lo que contiene: gzip -dc FILE | forgechain \
            import -
            """
        case .fileZlib: "No hay ninguna cadena: está comprimido (zlib). Descomprímalo antes."
        case .fileDocument: "No hay ninguna cadena: es un documento, como un PDF o el de un procesador de textos."
        case .fileDatabase:
            """
            No hay ninguna cadena: es una base de datos, como las que guardan los nodos. forgechain export escribe \
            lo que hay en ella.
            """
        case .fileMarkup: "No hay ninguna cadena: es HTML o XML, como la página de un nodo."
        case .fileHead:
            "No hay ninguna cadena: es una respuesta con su cabecera. Guárdela sin ella, como hace curl sin -i."
        case .fileMetrics: "No hay ninguna cadena: son métricas."
        case .fileEvents: "No hay ninguna cadena: son eventos."
        case .filePayments: "No hay ninguna cadena: son pagos sin pruebas, como los escribe export --csv."
        case .filePrintedTable:
            "No hay ninguna cadena: es una tabla para personas. forgechain export escribe la cadena."
        case .fileCurlFailed: "No hay ninguna cadena: es lo que dijo curl en lugar de una respuesta."
        case .fileCurlTalk:
            "No hay ninguna cadena: delante de la respuesta van palabras de curl. Guárdela con curl -s -o FILE."
        case .fileBase64:
            "No hay ninguna cadena: está en Base64. Importe lo que contiene: base64 -d FILE | forgechain import -"
        case .fileHexadecimal:
            """
            No hay ninguna cadena: está en dígitos hexadecimales. Importe lo que contiene: xxd -r -p FILE | \
            forgechain import -
            """
        case .filePercentEncoded: "No hay ninguna cadena: está codificado con porcentajes. Guárdelo tal cual."
        case .fileEncodedTwice:
            """
            No hay ninguna cadena: es JSON dentro de una cadena de JSON, así que se codificó dos veces. Codifíquelo \
            una sola vez.
            """
        case .fileSingleQuotes:
            """
            No hay ninguna cadena: sus textos van entre comillas simples, como los imprime Python. Escriba su \
            json.dumps(...) en lugar de str(...) o print.
            """
        case .fileQuotesMissing:
            """
            No hay ninguna cadena: sus claves o textos no van entre comillas dobles, como JavaScript imprime los \
            objetos. Escriba su JSON.stringify(...).
            """
        case .fileShellQuotes:
            """
            No hay ninguna cadena: aún tiene las comillas o barras invertidas que eran para un intérprete de \
            órdenes. Quítelas.
            """
        case .fileName: "No hay ninguna cadena: es el nombre de un archivo, y no lo que hay en él."
        case .fileTable: "No hay ninguna cadena: es una tabla (CSV), que no tiene sitio para pruebas y listas."
        case .fileLines: "No hay ninguna cadena: son líneas de nombres y valores, como en YAML."
        case .fileText: "No hay ninguna cadena: es texto para personas."
        case .fileBinary: "No hay ninguna cadena: no es texto, sino bytes de otro formato."
        case .fileTextBefore:
            """
            No hay ninguna cadena: hay otro texto delante del JSON: {words}. Quite todo lo que va antes de su \
            primera llave y detrás de la última.
            """
        case .fileCutOff:
            "No hay ninguna cadena: el archivo está cortado: acaba a la mitad, en el byte {offset}. Guárdelo otra vez."
        case .fileGoesOn: "No hay ninguna cadena: detrás del final del JSON, en el byte {offset}, hay más. Quítelo."
        case .fileMined: "No hay ninguna cadena: es una respuesta de /mine, que no dice cuándo se hizo el bloque."
        case .fileRefusal: "No hay ninguna cadena: un nodo se negó: {refusal}"
        case .fileDescription: "No hay ninguna cadena: es la descripción de una API."
        case .filePeers: "No hay ninguna cadena: es una lista de nodos conocidos."
        case .fileResolution:
            "No hay ninguna cadena: es una respuesta de /nodes/resolve?summary, que deja fuera la cadena."
        case .fileStatus: "No hay ninguna cadena: es una respuesta de GET /status."
        case .fileHealth: "No hay ninguna cadena: es una respuesta de GET /health."
        case .fileHeaders: "No hay ninguna cadena: es una lista de cabeceras, sin las transacciones de los bloques."
        case .fileAccounts: "No hay ninguna cadena: es una lista de cuentas."
        case .fileAccount: "No hay ninguna cadena: es una cuenta."
        case .fileWork: "No hay ninguna cadena: es trabajo para un minero."
        case .fileTransactions: "No hay ninguna cadena: es una lista de transacciones, sin sus bloques."
        case .fileTransaction: "No hay ninguna cadena: es una transacción."
        case .filePartOfBlock: "No hay ninguna cadena: es parte de un bloque."
        case .fileOtherAnswer: "No hay ninguna cadena: es una respuesta sin cadena."
        case .fileNoBlocks: "No hay ninguna cadena: es una lista o un objeto sin bloques."
        case .fileOtherKeys:
            "No hay ninguna cadena: tiene {keys}, y ninguna lista de bloques con previous_hash, proof y transactions."
        case .chainIsAnswer: "La cadena es lo que responde GET /chain."
        case .fileAtByte: "Está en el byte {offset}."

        // Chains from files.
        case .importRefused: "La cadena se rechaza: {problem}."
        case .importRefusedNetwork:
            """
            La cadena se rechaza: {problem} ({found} en lugar de {expected}). Impórtela con el archivo de su primer \
            bloque, mediante --genesis, y en un directorio de esa red.
            """
        case .importRefusedOtherRules: "La cadena se rechaza: {problem}. Impórtela con {flag}."
        case .importRefusedDifficulty: "La cadena se rechaza: {problem} con dificultad {difficulty}."
        case .importRefusedBeginning:
            """
            La cadena se rechaza: {problem}, así que faltan los bloques de antes, o el más nuevo va primero. Nombre \
            los archivos de todas las páginas, en orden, o guarde lo que responde GET /chain; jq '.chain |= \
            reverse' da la vuelta a una lista.
            """
        case .importRefusedOtherProgram:
            """
            La cadena se rechaza: {problem}, como en cadenas de otros programas, que se resumen de otra manera. Un \
            bloque del tutorial tiene {keys}, y {key} entre ellas.
            """
        case .importNoneIsValid: "Ningún archivo tiene una cadena válida."
        case .importOfFile: "{file}: {problem}"
        case .importNotLonger:
            """
            La cadena tiene {blocks} {blocks|bloque|bloques} y la guardada tiene {ours}: solo una más larga ocupa \
            su lugar.
            """
        case .importNoMoreWork:
            "La cadena costó {work} intentos y la guardada costó {ours}: solo una con más trabajo ocupa su lugar."
        case .importSaid: "{problem}."
        case .importDiskFull: "El disco está lleno, así que no se cambió nada. Haga sitio y pruebe otra vez."
        case .importDiskRefused: "El disco se negó ({problem}), así que no se cambió nada."
        case .importDiskUnsure: "El disco se negó ({problem}), y nadie sabe qué guardó: compruébelo con verify."
        case .importOtherParameter: "{path} se hizo con {flag}. Importe con --{flag}."
        case .importOtherGenesis:
            """
            {path} se hizo con el génesis {kept}, y el que se da es {wanted}. Importe sin --genesis, o en otro \
            directorio.
            """
        case .gzipNoMemory: "No hay memoria para descomprimirlo."
        case .gzipTooLong: "Está comprimido con gzip, y de él salen más de {limit} bytes."
        case .gzipCutOff: "Está comprimido con gzip y cortado: acaba a la mitad. Guárdelo otra vez."
        case .gzipDamaged: "Está comprimido con gzip y dañado. Guárdelo otra vez."

        // Data directories.
        case .directoryInUse: "{directory} lo está usando {user}."
        case .userProcess: "el nodo del proceso {process}"
        case .userAnother: "otro nodo"
        case .giveAnotherDirectory: "Cada nodo tiene su directorio: dé a este otro --data-dir."
        case .stopThatFirst: "Pare antes ese."
        case .directoryUnusable:
            "{path} no se puede usar: {problem}. Dé con --data-dir un directorio en el que se pueda escribir."
        case .directoryEmpty: "{directory} no contiene {file}, así que ningún nodo ha guardado nada allí."
        case .directoryOtherGenesis:
            """
            {path} se hizo con el génesis {kept}, y este nodo tiene el génesis {wanted}. Arránquelo con el del \
            directorio, o dele otro --data-dir.
            """
        case .directoryOtherParameter:
            """
            {path} se hizo con {parameter} {kept}, y este nodo tiene {parameter} {wanted}. Arránquelo con \
            --{parameter} {kept}, o dele otro --data-dir.
            """
        case .directoryNewer:
            "{path} lo escribió una versión posterior de Forgechain. Use esa versión, u otro --data-dir."
        case .directoryOlder:
            "{path} lo escribió una versión anterior de Forgechain. Arranque un nodo con él, que lo pone al día."
        case .directoryNoRoom:
            """
            {path} lo escribió una versión anterior de Forgechain, y el disco está lleno. Ponerlo al día puede \
            ocupar {size} MiB mientras dura: haga sitio y arranque otra vez. No se ha perdido nada.
            """
        case .directoryUnreleased:
            """
            {path} lo escribió una versión anterior a la primera publicada, con otra forma. Exporte su cadena con \
            aquella, impórtela con esta y dele otro --data-dir.
            """
        case .directoryUnread: "No se pudo leer {path}: {problem}. No se cambió nada."
        case .checkpointMissing:
            """
            La cadena en {place} no es la que se quiere: {problem}. Corrija la opción, o empiece de nuevo con otro \
            --data-dir.
            """
        case .nodeKeyNoFile: "{path}, que debería contener la clave a la que se paga, no es un archivo. Apártelo."
        case .nodeKeyOpen:
            "Otros pueden usar {path}, la clave a la que se paga (chmod 600 {path}, si nadie lo ha hecho)."
        case .nodeKeyMalformed:
            """
            {path} no contiene una clave de 64 dígitos hexadecimales. Ponga allí la correcta, o apártelo y al nodo \
            se le pagará con una nueva.
            """
        case .fileUnusable: "{path} no se puede usar: {problem}."
        case .placeMemory: "memoria"
        case .reachThisMachine: "Solo esta máquina llega a él."
        case .reachOpen:
            """
            Quien llegue al puerto {port} de {place} puede leer y cambiarlo todo: --host 127.0.0.1 deja fuera a \
            otras máquinas, --token-file FILE protege lo que cambia algo.
            """
        case .reachWithToken:
            """
            Quien llegue al puerto {port} de {place} puede leer, y con el token cambiarlo todo: --host 127.0.0.1 \
            deja fuera a otras máquinas.
            """
        case .reachReadOnly: "El puerto {port} solo lee."
        case .reachAnyAddress: "cualquier dirección de esta máquina"
        case .placeOr: "{rest} o {place}"

        // What is wrong with what is kept.
        case .keptMissing: "falta, pero su registro está allí"
        case .keptOther: "no es una base de datos de Forgechain"
        case .keptNoDatabase: "el archivo no es una base de datos"
        case .keptMalformed: "la estructura de la base de datos está rota"
        case .keptOtherFirstBlock: "su primer bloque no es el génesis con el que se hizo"
        case .keptOtherValue: "hay un valor que no es lo que pide su columna"
        case .keptNoParameter: "le falta {name}"
        case .keptNoBlocks: "no tiene bloques"
        case .keptBlockMissing: "falta el bloque {height}"
        case .keptBlockChanged: "el bloque {height} no es lo que se escribió"
        case .keptBlockTwice: "el bloque {height} está dos veces"
        case .keptWrongHash: "el bloque {height} está guardado con un hash que no es el de su texto"
        case .keptNoTransaction: "el bloque {height} no tiene la transacción {position}"
        case .keptOtherLastBlock: "su último bloque no es el que dicen su altura y su hash"
        case .keptTransactionMissing: "falta la transacción aceptada {number}"
        case .keptTransactionChanged: "la transacción aceptada {number} no es la que se aceptó"
        case .keptCarriageNoHash: "una inclusión a la altura {height} no tiene hash"
        case .keptFallenNoBranch: "un bloque caído no es de ninguna rama"
        case .keptBranchUntold: "la rama caída {number} no dice qué la reemplazó"
        case .keptFallenChanged: "el bloque caído {height} no es lo que se escribió"
        case .keptSegment: "el segmento que empieza con el bloque {height} no es lo que se escribió"
        case .keptHistory: "una parte de un historial que empieza en el bloque {height} no es lo que se escribió"
        case .keptIndexed: "el parámetro indexed no es cuántos bloques hay en los historiales"
        case .keptBlock: "bloque {height}: {problem}"
        case .keptRow: "su fila no es lo que se escribió"
        case .keptNone: "falta"
        case .keptAccount: "la cuenta de {address} no es la que resulta de sus bloques"
        case .keptAccountAddress: "la dirección de una cuenta es {address}"
        case .keptTotal: "sus cuentas suman {total}, y las asignaciones y recompensas {due}"
        case .keptWork: "su trabajo no es el que resulta de sus bloques"
        case .keptFirst: "sus cuentas o su trabajo no son los de un primer bloque"
        case .keptNoReference: "una fila de {table} no se refiere a nada"
        case .keptColumn: "la columna {column} de {table} falta, o no es como se hizo"
        case .keptTable: "{table} no es como se hizo"

        // What verify finds.
        case .findingDatabase: "la base de datos: {problem}"
        case .findingParameterMissing: "parámetro {name}: falta"
        case .findingParameter: "parámetro {name}: es {kept}, y tiene que ser {wanted}"
        case .fromTo: "{first} a {last}"
        case .findingBlockMissing: "bloque {height}: falta"
        case .findingBlocksMissing: "bloques {first} a {last}: faltan"
        case .findingStrayBlock: "bloque {height}: las alturas empiezan en 1"
        case .findingSegment: "bloque {height}: el segmento que empieza con el bloque {height} no es lo que se escribió"
        case .findingSegmentPlaces:
            "bloque {height}: los sitios de los textos en el segmento que empieza con él no son los que se escribieron"
        case .findingRepeatedBlock: "bloque {height}: está guardado otra vez"
        case .findingWrongHash: "bloque {height}: está guardado con un hash que no es el de su texto"
        case .accountHas: "{balance} con nonce {nonce}"
        case .findingAccountMissing: "cuenta {address}: falta, y tiene que tener {wanted}"
        case .findingAccount: "cuenta {address}: tiene {kept}, y tiene que tener {wanted}"
        case .findingStrayAccount: "cuenta {address}: tiene {kept}, y no debe existir"
        case .findingMissingPayment: "bloque {height}: su transacción {position} falta en el historial de {address}"
        case .findingStrayPayment:
            """
            bloque {height}: el historial de {address} tiene su transacción {position}, que no está allí o no los \
            nombra
            """
        case .findingHistoryPart:
            "bloque {height}: lo guardado del historial de {address} desde allí no es lo que se escribió"
        case .findingUnreadable: "transacción aceptada {number}: su texto no es el que se aceptó"
        case .findingLost:
            "transacción aceptada {number}: se ha perdido, ni está pendiente ni la lleva un bloque de la cadena"
        case .findingPendingAndIncluded:
            "transacción aceptada {number}: está pendiente, aunque la lleva el bloque {height}"
        case .findingIncludedAgain: "transacción aceptada {number}: la lleva más de un bloque, {heights}"
        case .heightAnd: "{rest} y {height}"
        case .findingPendingUnaccepted: "transacción pendiente {number}: nunca se aceptó"
        case .findingIncludedUnaccepted:
            "bloque {height}: se dice que lleva la transacción {number}, que nunca se aceptó"
        case .findingNotIncluded: "bloque {height}: su transacción {position} no es la transacción aceptada {number}"
        case .findingNotRecorded: "bloque {height}: no consta que lleva {transaction}"
        case .findingWrongID: "transacción aceptada {number}: está guardada con un id que no es el suyo"
        case .findingInclusionWithoutHash: "bloque {height}: lo que lleva está guardado sin su hash"
        case .findingBranch: "rama caída {number}: no es lo que se escribió"
        case .findingFallen: "rama caída {number}: su bloque {height} no es lo que se escribió, o no sigue al anterior"
        case .findingFallenInChain: "rama caída {number}: su bloque {height} está en la cadena"
        case .findingPeer: "nodo conocido {position}: {address} no es una dirección"

        // Keys.
        case .keyNoName:
            """
            «{text}» no puede nombrar una clave: use de 1 a 64 de a-z A-Z 0-9 . _ - sin punto al principio, y \
            ninguna dirección.
            """
        case .keyMissing:
            "No hay ninguna clave {name}; forgechain key list muestra las que hay, y forgechain key new {name} la crea."
        case .keyMissingAddress:
            "Ninguna de sus claves tiene la dirección {address}; forgechain key list muestra las que hay."
        case .keyExists: "Ya hay una clave {name}, y ninguna se sobrescribe nunca: elija otro nombre."
        case .keyOpenToOthers:
            """
            Otros pueden usar {path}, así que sus claves pueden ser también suyas: chmod {mode} {path}, si nadie lo \
            ha hecho.
            """
        case .keyDamaged:
            """
            {path} no contiene ninguna clave: {problem}. Ponga allí una copia del archivo correcto, o importe su \
            semilla con otro nombre.
            """
        case .keyNoFile: "no es un archivo"
        case .keyTooLong: "tiene más de {limit} bytes"
        case .keyNoJSON: "no es JSON"
        case .keyOtherVersion: "su versión no es {version}"
        case .keyNoAddress: "su dirección no lo es"
        case .keySeedWrong: "su semilla no lo es, o es de otra dirección"
        case .keyContentUnknown: "no tiene ni una semilla ni lo que cierra una contraseña, o eso puede costar demasiado"
        case .keyNoNetwork: "{path} no nombra ninguna red. Bórrelo, y diga con --network para cuál firma la clave."
        case .keyNotUnlocked: "La contraseña no es la correcta, o el archivo de la clave está dañado; pruebe otra vez."
        case .keyNoSeed:
            "Eso no es una semilla: tienen que ser 64 dígitos hexadecimales, como los imprime forgechain key export."
        case .keyRefused: "{Problem}. Pruebe otra vez."
        case .sodiumNotReady: "libsodium no arranca: el sistema no le da números aleatorios"
        case .sodiumSeedLength: "una semilla tiene {length} bytes, y esta tiene {count}"
        case .sodiumRefused: "libsodium no hizo ni claves ni una firma ni una caja"
        case .sodiumNoMemory: "no hay {size} MiB de memoria, que necesita una contraseña"
        case .tokenLength: "tiene {count} caracteres, y un token de {least} a {most}"
        case .tokenCharacters: "un token solo tiene letras, dígitos y -._~+/ con = al final"

        // The system.
        case .loopNoMemory: "no hay memoria para un bucle"
        case .loopNotMade: "al crear un bucle de eventos: {problem}"
        case .loopNoWaking: "al crear un eventfd: {problem}"
        case .serverNoMemory: "no hay memoria para un servidor"
        case .hostNotFound: "al buscar {host}: {problem}"
        case .notListening: "al escuchar en {host}, puerto {port}: {problem}"
        case .systemNoSuchFile: "no existe el archivo o el directorio"
        case .systemDenied: "permiso denegado"
        case .systemNotPermitted: "operación no permitida"
        case .systemExists: "el archivo ya existe"
        case .systemNotADirectory: "no es un directorio"
        case .systemIsADirectory: "es un directorio"
        case .systemNoSpace: "no queda espacio en el dispositivo"
        case .systemReadOnly: "el sistema de archivos es de solo lectura"
        case .systemNameTooLong: "el nombre del archivo es demasiado largo"
        case .systemTooManyLinks: "demasiados niveles de enlaces simbólicos"
        case .systemTooManyFiles: "demasiados archivos abiertos"
        case .systemIO: "error de entrada o salida"
        case .systemFileTooLarge: "el archivo es demasiado grande"
        case .systemNoReader: "nadie lee ya al otro lado"
        case .systemAddressInUse: "la dirección ya está en uso"
        case .systemNoSuchAddress: "esta máquina no tiene esa dirección"
        case .notADirectory: "no es un directorio"
        case .notAFile: "no es un archivo"
        case .diskIsFull: "el disco está lleno"
        case .databaseHeld: "otro programa tiene la base de datos"
        case .systemNoSuchHost: "no existe ese nombre"
        case .asSaid: "{text}"

        // What a client finds.
        case .clientNoNode: "Ningún nodo responde en {url}. Inicie uno con forgechain, o nombre otro con --node."
        case .clientHostUnknown: "No se conoce ninguna dirección de {host}. Nombre otro nodo con --node."
        case .clientTooSlow: "El nodo en {url} tardó demasiado en responder a {request}. Inténtelo más tarde."
        case .clientCutOff: "El nodo en {url} se fue antes de responder a {request}."
        case .clientGone: "El nodo en {url} se ha ido."
        case .clientGivenUp: "Abandonado."
        case .clientNoHttp: "Lo que escucha en {url} no responde en HTTP. Nombre un nodo con --node."
        case .clientNotANode: "Lo que escucha en {url} no responde a {request} como un nodo: {problem}."
        case .clientNodeOlder: "El nodo en {url} no conoce {request}: es más viejo que esta orden."
        case .clientNodeRefuses: "El nodo en {url} rechaza {request}: {text}."
        case .clientOtherNetwork:
            "El nodo en {url} es de la red {shown}, y la que se quiere es {wanted}. Nombre otro nodo, o la otra red."
        case .clientNoLedger:
            """
            El nodo en {url} no lleva ningún libro de cuentas. Nombre uno con --node, o inicie uno con forgechain \
            --rules ledger.
            """
        case .clientNoLedgerBut:
            """
            El nodo en {url} no lleva ningún libro de cuentas (sus reglas son {rules}). Nombre uno con --node, o \
            inicie uno con forgechain --rules ledger.
            """
        case .clientAnswerTooLong: "envía más de {limit} bytes"
        case .clientAnswerEncoded: "envía una codificación que no se pidió, quizá comprimida"
        case .clientAnswerStatus: "su estado es {status}"
        case .clientAnswerUnexplained: "su estado es {status}, sin motivo"
        case .clientAnswerNoSuchThing: "su estado es {status}, sin motivo, así que no tiene tal cosa"
        case .clientAnswerFetch: "{problem}"
        case .clientAnswerNoJSON: "no es JSON: {problem}"
        case .clientAnswerLacks: "le falta algo"
        case .clientAnswerNoGenesis: "su génesis no es un hash"
        case .clientAnswerNoEvents: "no envía eventos"
        case .clientAnswerNoChain: "no trae ninguna cadena"
        case .clientAnswerTooEarly: "acaba demasiado pronto"
        case .clientAnswerNoObject: "no es un objeto"
        case .clientAnswerPartTooLong: "una parte es más larga que las de un nodo"
        case .clientAnswerBlockNoJSON: "un bloque no es JSON: {problem}"
        case .clientAnswerBlockNone: "un bloque no lo es: {problem}"
        case .clientAnswerEventNoJSON: "los datos de un evento no son JSON: {problem}"
        case .clientAnswerEventTooLong: "un evento es más largo que {limit} bytes"
        }
    }

    /// How what is said of a body begins, and what is said of a file in the same words.
    private var noJSON: String { isOfFile ? "No hay ninguna cadena: " : "El cuerpo no es JSON: " }
}
