// Whether memory is overwritten when it is given back; not under the sanitizers (freed_memory.cc).
#pragma once

namespace gulou {

bool freed_memory_is_wiped();

}  // namespace gulou
