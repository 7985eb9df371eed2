# cmake -DPAGE=… -DFOLDER=… -P stamp.cmake: each bundle in FOLDER gets its name in the binary, with the hash of its
# bytes in it, and FOLDER/index.html is PAGE with those names, so that a browser may keep a bundle for ever.
file(READ ${PAGE} page)
foreach(bundle console.js console.css)
    file(SHA256 ${FOLDER}/${bundle} hash)
    string(SUBSTRING ${hash} 0 16 hash)
    string(REGEX REPLACE "^(.*)(\\.[a-z]+)$" "\\1-${hash}\\2" name ${bundle})
    file(WRITE ${FOLDER}/${bundle}.name web/console/assets/${name})
    file(WRITE ${FOLDER}/${bundle}.gz.name web/console/assets/${name}.gz)
    string(REPLACE @${bundle}@ /console/assets/${name} page "${page}")
endforeach()
file(WRITE ${FOLDER}/index.html "${page}")
