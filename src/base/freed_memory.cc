// Memory that is given back is overwritten first (SEC-51): passwords, keys and opened values leave no copy behind in
// strings, buffers and JSON trees that nobody looks after one by one. Replaces the program's operator delete; what it
// frees comes from malloc, as libstdc++'s operator new has it. Short strings that lie in an object itself go with the
// object; the stack is not covered.
#include "base/freed_memory.h"

#include <malloc.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace gulou {

// The sanitizers have allocators of their own, which must see both ends of every block.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
bool freed_memory_is_wiped() { return false; }
}  // namespace gulou
#else
bool freed_memory_is_wiped() { return true; }

namespace {

void wipe_and_free(void* block) noexcept {
  if (!block) return;
  explicit_bzero(block, malloc_usable_size(block));
  std::free(block);
}

}  // namespace
}  // namespace gulou

void operator delete(void* block) noexcept { gulou::wipe_and_free(block); }
void operator delete(void* block, std::size_t) noexcept { gulou::wipe_and_free(block); }
void operator delete(void* block, std::align_val_t) noexcept { gulou::wipe_and_free(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { gulou::wipe_and_free(block); }
#endif
