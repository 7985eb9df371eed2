# The console: packages from npm, bundles named by the hash of what is in them, and the page that names them.
set(console_made ${CMAKE_BINARY_DIR}/web/console)
set(console_source ${CMAKE_SOURCE_DIR}/src/web/console)
set(console_lock ${CMAKE_SOURCE_DIR}/src/web/package-lock.json)
set(console_installed ${CMAKE_SOURCE_DIR}/src/web/node_modules/.installed-lock.json)

# npm leaves no trace of the lock file that it worked from, so a copy of it is kept beside what it installed.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${console_lock})
function(install_packages)
    file(LOCK ${CMAKE_SOURCE_DIR}/src/web/.install.lock GUARD FUNCTION TIMEOUT 300)
    execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${console_lock} ${console_installed}
                    RESULT_VARIABLE differs OUTPUT_QUIET ERROR_QUIET)
    if(NOT differs)
        return()
    endif()
    find_program(NPM npm)
    if(NOT NPM)
        message(FATAL_ERROR "npm is not there, and the console's packages (src/web/package-lock.json) are not "
                            "installed; install npm: apt-get install npm")
    endif()
    message(STATUS "Installing the console's packages (npm ci in src/web)")
    execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
                    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/src/web RESULT_VARIABLE failed ERROR_VARIABLE why OUTPUT_QUIET)
    if(failed)
        message(FATAL_ERROR "npm ci in src/web failed; is the npm registry within reach?\n${why}")
    endif()
    configure_file(${console_lock} ${console_installed} COPYONLY)
endfunction()
install_packages()

file(MAKE_DIRECTORY ${console_made})
file(GLOB_RECURSE console_parts CONFIGURE_DEPENDS ${console_source}/*.ts ${console_source}/*.tsx ${console_source}/*.css
     ${CMAKE_SOURCE_DIR}/src/web/shared/*.ts)
set(console_bundles ${console_made}/console.js ${console_made}/console.css)
add_custom_command(OUTPUT ${console_bundles} DEPENDS ${console_parts} ${console_lock}
    COMMAND ${ESBUILD} ${console_source}/main.tsx --bundle --minify --target=es2020
            --jsx=automatic --jsx-import-source=preact --charset=utf8 --legal-comments=none --log-level=warning
            "--define:VERSION=\"${PROJECT_VERSION}\"" --outfile=${console_made}/console.js
    COMMAND ${ESBUILD} ${console_source}/css/console.css --bundle --minify --target=es2020,chrome90,firefox90,safari15
            --charset=utf8 --log-level=warning --outfile=${console_made}/console.css
    VERBATIM)

set(console_outputs ${console_made}/index.html ${console_made}/index.html.gz)
foreach(bundle ${console_bundles})
    list(APPEND console_outputs ${bundle}.name ${bundle}.gz ${bundle}.gz.name)
endforeach()
add_custom_command(OUTPUT ${console_outputs}
    DEPENDS ${console_bundles} ${console_source}/index.html ${CMAKE_SOURCE_DIR}/src/web/stamp.cmake
    COMMAND ${CMAKE_COMMAND} -DPAGE=${console_source}/index.html -DFOLDER=${console_made} -P ${CMAKE_SOURCE_DIR}/src/web/stamp.cmake
    COMMAND gzip -9nkf ${console_made}/index.html ${console_bundles})

list(APPEND embed_names web/console/index.html web/console/index.html.gz)
list(APPEND embed_paths ${console_made}/index.html ${console_made}/index.html.gz)
foreach(bundle ${console_bundles})
    list(APPEND embed_names @${bundle}.name @${bundle}.gz.name)
    list(APPEND embed_paths ${bundle} ${bundle}.gz)
endforeach()
