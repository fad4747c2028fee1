// expect: hole_in_script
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<script>var a = \"{}\";</script>", "a");
