# Where each library comes from. Static ones where the system has them: start-up is a feature, and
# each shared library costs a hook a tenth of a millisecond or more.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# apso_library(lib_x pkg-config-name static-archive)
function(apso_library target package archive)
  pkg_check_modules(${target} REQUIRED ${package})
  find_library(${target}_archive NAMES ${archive} HINTS ${${target}_LIBRARY_DIRS} ${${target}_LIBDIR})
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE ${${target}_INCLUDE_DIRS})
  if(${target}_archive)
    target_link_libraries(${target} INTERFACE ${${target}_archive})
  else()
    target_link_libraries(${target} INTERFACE ${${target}_LINK_LIBRARIES})
  endif()
endfunction()

apso_library(lib_jansson jansson libjansson.a)
apso_library(lib_argon2 libargon2 libargon2.a)
apso_library(lib_yaml yaml-0.1 libyaml.a)
apso_library(lib_pcre2 libpcre2-8 libpcre2-8.a)
apso_library(lib_deflate libdeflate libdeflate.a)
apso_library(lib_z zlib libz.a)

# libarchive: headers only. The program loads it when --archives is given, so that start-up is nobody else's price.
pkg_check_modules(archive REQUIRED libarchive)
add_library(lib_archive INTERFACE)
target_include_directories(lib_archive SYSTEM INTERFACE ${archive_INCLUDE_DIRS})
target_link_libraries(lib_archive INTERFACE ${CMAKE_DL_LIBS})

# libgit2: the minimal one that scripts/ builds, else the system's if it knows shallow clones.
set(git2_prefix ${CMAKE_SOURCE_DIR}/build/deps/libgit2)
if(EXISTS ${git2_prefix}/lib/libgit2.a)
  add_library(lib_git2 STATIC IMPORTED)
  set_target_properties(lib_git2 PROPERTIES IMPORTED_LOCATION ${git2_prefix}/lib/libgit2.a)
  target_include_directories(lib_git2 SYSTEM INTERFACE ${git2_prefix}/include)
  target_link_libraries(lib_git2 INTERFACE lib_pcre2 lib_z)
else()
  add_library(lib_git2 INTERFACE)
  pkg_check_modules(system_git2 REQUIRED IMPORTED_TARGET libgit2>=1.7)
  target_link_libraries(lib_git2 INTERFACE PkgConfig::system_git2)
endif()
