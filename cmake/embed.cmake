# apso_embed(target folder): the folder's *.yaml become a table in the target, see engine/builtin.h.
function(apso_embed target folder)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.yaml)
  set(output ${CMAKE_BINARY_DIR}/embedded_${folder}.c)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${files}" -DFOLDER=${folder} -DOUTPUT=${output} -P ${CMAKE_SOURCE_DIR}/cmake/embed-script.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed-script.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
