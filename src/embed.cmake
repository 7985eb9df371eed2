# Puts intents/** and the bundled web pages into the binary: an assembler file with .incbin and a sorted table.
# Pages are bundled by esbuild (TypeScript → one script), and each has a gzip copy made here. A name that starts with @
# is a file in which the build writes the name.
file(GLOB_RECURSE embed_intents CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
     ${CMAKE_SOURCE_DIR}/intents/*.json ${CMAKE_SOURCE_DIR}/intents/*.jsonl ${CMAKE_SOURCE_DIR}/intents/*.tsv
     ${CMAKE_SOURCE_DIR}/intents/*.txt)
set(embed_names ${embed_intents})
foreach(name ${embed_intents})
    list(APPEND embed_paths ${CMAKE_SOURCE_DIR}/${name})
endforeach()

file(GLOB embed_schemas CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/src/store ${CMAKE_SOURCE_DIR}/src/store/schema/*.sql)
foreach(name ${embed_schemas})
    list(APPEND embed_names ${name})
    list(APPEND embed_paths ${CMAKE_SOURCE_DIR}/src/store/${name})
endforeach()

list(APPEND embed_names passwords.txt)
list(APPEND embed_paths ${CMAKE_SOURCE_DIR}/src/model/passwords.txt)

find_program(ESBUILD esbuild)
function(embed_page out source)
    set(made ${CMAKE_BINARY_DIR}/web/${out})
    get_filename_component(folder ${made} DIRECTORY)
    file(MAKE_DIRECTORY ${folder})
    if(source MATCHES "\\.ts$")
        file(GLOB_RECURSE parts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/web/*.ts)
        add_custom_command(OUTPUT ${made} DEPENDS ${parts}
            COMMAND ${ESBUILD} ${CMAKE_SOURCE_DIR}/${source} --bundle --minify --target=es2019 --charset=utf8
                    --log-level=warning --outfile=${made})
    elseif(source MATCHES "\\.css$")
        add_custom_command(OUTPUT ${made} DEPENDS ${CMAKE_SOURCE_DIR}/${source}
            COMMAND ${ESBUILD} ${CMAKE_SOURCE_DIR}/${source} --minify --charset=utf8 --log-level=warning --outfile=${made})
    else()
        add_custom_command(OUTPUT ${made} DEPENDS ${CMAKE_SOURCE_DIR}/${source}
            COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_SOURCE_DIR}/${source} ${made})
    endif()
    add_custom_command(OUTPUT ${made}.gz DEPENDS ${made} COMMAND gzip -9nkf ${made})
    set(embed_names ${embed_names} web/${out} web/${out}.gz PARENT_SCOPE)
    set(embed_paths ${embed_paths} ${made} ${made}.gz PARENT_SCOPE)
    set(embed_made ${embed_made} ${made} ${made}.gz PARENT_SCOPE)
endfunction()
include(src/web/pages.cmake OPTIONAL)
if(LURUS_CONSOLE)
    include(src/web/console.cmake)
endif()

set(embed_asm "    .section .rodata\n")
set(embed_table "    .section .data.rel.ro,\"aw\"\n    .balign 8\n    .globl embedded_files\nembedded_files:\n")
set(embed_count 0)
foreach(name path IN ZIP_LISTS embed_names embed_paths)
    set(embed_name ".asciz \"${name}\"")
    if(name MATCHES "^@(.+)$")
        set(embed_name ".incbin \"${CMAKE_MATCH_1}\"\n.byte 0")
        list(APPEND embed_needs ${CMAKE_MATCH_1})
    endif()
    string(APPEND embed_asm "n${embed_count}: ${embed_name}\nf${embed_count}: .incbin \"${path}\"\ne${embed_count}: .byte 0\n")
    string(APPEND embed_table "    .quad n${embed_count}, f${embed_count}, e${embed_count} - f${embed_count}\n")
    math(EXPR embed_count "${embed_count} + 1")
endforeach()
string(APPEND embed_table "    .quad 0, 0, 0\n    .section .rodata\n    .balign 8\n    .globl embedded_count\nembedded_count: .quad ${embed_count}\n    .section .note.GNU-stack,\"\",%progbits\n")
file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/embedded.S CONTENT "${embed_asm}${embed_table}")
add_library(lurus_embed STATIC ${CMAKE_BINARY_DIR}/embedded.S)
set_source_files_properties(${CMAKE_BINARY_DIR}/embedded.S PROPERTIES OBJECT_DEPENDS "${embed_paths};${embed_needs}")
