# Conversation scripts (*.case), run in process on the engine: `case_runner` runs all, `case_runner FILE…` some.
if(LURUS_TESTS)
    add_executable(case_runner tests/cases/runner.c tests/cases/talk.c tests/cases/expect.c tests/cases/machines.c
                   tests/cases/lines.c)
    target_link_libraries(case_runner PRIVATE lurus_engine lurus_exchange)
    target_include_directories(case_runner PRIVATE src)
    add_test(NAME cases COMMAND case_runner tests/cases WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endif()
