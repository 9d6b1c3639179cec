#version 330 core
// Ink where lines and dots are, and a band beside them; colours multiplied by alpha.
uniform sampler2D near;  // of strokes.frag
uniform float range;
uniform float band;      // pixels
uniform vec4 ink;
uniform vec4 beside;
out vec4 colour;

void main() {
    float here = texelFetch(near, ivec2(gl_FragCoord.xy), 0).r;
    if (here == 0.0) discard;  // most of the map: nothing is to be blended
    float away = (0.5 - here) * 2.0 * range;
    vec4 over = vec4(ink.rgb, 1) * ink.a * clamp(0.5 - away, 0.0, 1.0);
    vec4 under = vec4(beside.rgb, 1) * beside.a * clamp(band + 0.5 - away, 0.0, 1.0);
    colour = over + under * (1.0 - over.a);
}
