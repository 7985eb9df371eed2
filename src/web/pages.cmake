# The pages and files that the binary serves: embed_page(path in the binary, source).
embed_page(chat/index.html src/web/chat/index.html)
embed_page(chat/chat.css src/web/chat/chat.css)
embed_page(chat/chat.js src/web/chat/main.ts)
embed_page(chat/icon.svg src/web/chat/icon.svg)
embed_page(api/openapi.json src/web/api/openapi.json)
