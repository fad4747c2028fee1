# gulou_embed(TARGET HEADER FUNCTION FOLDER FILE…)
#   Compiles files into TARGET: defines FUNCTION, which HEADER declares as `std::span<const gulou::EmbeddedFile> f()`.
#   FILEs are absolute paths below FOLDER; the paths that the program sees are relative to it.
function(gulou_embed target header function folder)
  set(content "#include \"${header}\"\n#include \"base/embedded.h\"\n\nnamespace {\nconstexpr gulou::EmbeddedFile files[] = {\n")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(RELATIVE_PATH path ${folder} ${file})
    file(READ ${file} text)
    string(APPEND content "{R\"gulou(${path})gulou\", R\"gulou(${text})gulou\"},\n")
  endforeach()
  string(APPEND content "};\n}  // namespace\n\nstd::span<const gulou::EmbeddedFile> ${function}() { return files; }\n")
  string(MAKE_C_IDENTIFIER ${function} name)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
  file(GENERATE OUTPUT ${source} CONTENT "${content}")
  # ISO C++ promises 64 KiB for one string; the compilers we use have no such limit.
  set_source_files_properties(${source} PROPERTIES GENERATED TRUE COMPILE_OPTIONS -Wno-overlength-strings)
  target_sources(${target} PRIVATE ${source})
endfunction()
