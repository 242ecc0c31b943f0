type Told = (near: boolean) => void;

const told = new Map<Element, Told>();

/** As far as somebody scrolls before the next frame is there. */
const margin = '1500px 0px';

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) told.get(target)?.(isIntersecting);
  },
  { rootMargin: margin },
);

/** Tells when an element comes near what is shown, and when it is far away again. Answers how to stop that. */
export function whenNear(element: Element, tell: Told): () => void {
  told.set(element, tell);
  observer.observe(element);
  return () => {
    observer.unobserve(element);
    told.delete(element);
  };
}
