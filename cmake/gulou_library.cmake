# gulou_library(NAME [PUBLIC lib…] [PRIVATE lib…])
#   Makes the static library gulou_NAME of every .cc below the current folder, except *_test.cc and *_fuzz.cc;
#   the *_test.cc files are collected for gulou_tests.
function(gulou_library name)
  cmake_parse_arguments(ARG "" "" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  add_library(gulou_${name} STATIC ${sources})
  target_include_directories(gulou_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(gulou_${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY GULOU_TEST_SOURCES ${tests})
endfunction()
