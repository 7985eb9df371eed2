# Answers of ours that come back, changed in many ways: the counts decide. `echo_runner [COUNT]` prints what failed.
if(LURUS_TESTS)
    add_executable(echo_runner tests/echo/runner.c tests/echo/mutate.c)
    target_link_libraries(echo_runner PRIVATE lurus_engine lurus_exchange)
    target_include_directories(echo_runner PRIVATE src)
    add_test(NAME echo COMMAND echo_runner WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endif()
